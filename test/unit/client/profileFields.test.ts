import assert from "node:assert/strict";
import { scopesOf } from "../../../common/scopes.ts";
import {
  addressProblem,
  addressWarning,
  clientIdProblem,
  clientIdWarning,
  cleanUrl,
  nameProblem,
  scopesProblem,
  urlProblem,
  withFields,
} from "../../../client/src/profiles/profileFields.ts";

const PUBLIC = "https://api.mnemonic.no";

/** Splits texts by whether a check objects. */
function found(check: (text: string) => string | undefined, texts: readonly string[]): string[] {
  return texts.filter((text) => check(text) !== undefined);
}

describe("the answers about a profile", () => {
  it("accept only a new name that a directive can contain", () => {
    const check = (name: string) => nameProblem(name, ["default"]);
    assert.deepEqual(found(check, ["dev", "default", "", "two words", "æ-1"]), ["default", "", "two words"]);
    assert.equal(check("two words"), "The name must not contain spaces");
  });

  it("accept only a URL that a secret may be sent to", () => {
    const good = [PUBLIC, "https://x.example/base", "http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:2"];
    const bad = ["nonsense", "http://api.mnemonic.no", "ftp://x", "https://user:password@x.example", "file:///x"];
    assert.deepEqual(found(urlProblem, [...good, ...bad]), bad);
    assert(!urlProblem("https://user:password@x.example")?.includes("password@"));
  });

  it("add a missing scheme to the URL, with a message", () => {
    const cases = [
      ["api.mnemonic.no", PUBLIC],
      ["  api.mnemonic.no/  ", `${PUBLIC}/`],
      ["argus.example:8443/base", "https://argus.example:8443/base"],
      ["//argus.example", "https://argus.example"],
      ["argus", "https://argus"],
      ["localhost", "http://localhost"],
      ["localhost:8080/x", "http://localhost:8080/x"],
      ["127.0.0.1:1", "http://127.0.0.1:1"],
      ["[::1]:2", "http://[::1]:2"],
    ] as const;
    for (const [typed, text] of cases) {
      const clean = cleanUrl(typed);
      assert.equal(clean.text, text);
      assert(clean.note?.endsWith(text), typed);
      assert.equal(urlProblem(text), undefined);
    }
    for (const typed of [
      PUBLIC,
      "http://localhost:1",
      "ftp://x",
      "",
      "h",
      "https",
      "https:/",
      "two words",
      "mailto:a@b",
    ]) {
      assert.deepEqual(cleanUrl(typed), { text: typed }, typed);
    }
    assert.equal(cleanUrl(`"${PUBLIC}"`).text, PUBLIC);
  });

  it("warn about a client ID that is not a UUID", () => {
    assert.deepEqual(found(clientIdProblem, ["my-client", "", "a b"]), ["", "a b"]);
    const uuid = "01234567-89ab-cdef-0123-456789ABCDEF";
    assert.deepEqual(found(clientIdWarning, [uuid, `${uuid}0`, "my-client"]), [`${uuid}0`, "my-client"]);
  });

  it("accept scopes in RFC 6749's characters, without duplicates", () => {
    assert.deepEqual(scopesOf("  openid profile\topenid "), ["openid", "profile"]);
    assert.deepEqual(scopesOf(undefined), []);
    const bad = ['a"b', "a\\b", "ø"];
    assert.deepEqual(found(scopesProblem, ["", "openid urn:x/y.z", "!#[]~", ...bad]), bad);
  });

  it("accept one address as the origin IP", () => {
    const bad = ["", "1.2.3", "1.2.3.4:80", "1.2.3.4, 5.6.7.8", "[::1", "fe80::1%eth0", "auto"];
    assert.deepEqual(found(addressProblem, ["203.0.113.7", "2001:db8::1", "[::1]", ...bad]), bad);
  });

  it("warn about an origin IP that Argus cannot see from another network", () => {
    const inside = ["10.0.0.1", "172.16.0.1", "172.31.9.9", "192.168.1.1", "127.0.0.1", "169.254.0.1", "100.64.0.1"];
    const inside6 = ["::1", "fe80::1", "FD00::1", "[fd00::1]"];
    const outside = ["8.8.8.8", "172.15.0.1", "172.32.0.1", "100.1.1.1", "2a02:c0::1", "1.0.0.127"];
    const check = (address: string) => addressWarning(address, PUBLIC);
    assert.deepEqual(found(check, [...inside, ...inside6, ...outside]), [...inside, ...inside6]);
    for (const url of ["http://localhost:1", "https://argus", "https://10.1.2.3", "nonsense"]) {
      assert.equal(addressWarning("10.0.0.1", url), undefined, url);
    }
  });

  it("replace only their own settings, and remove empty ones", () => {
    const settings = { url: "a", clientId: "b", scope: "c", forwardedFor: "d", endpoints: { token: "/t" }, own: 1 };
    const fields = { url: "A", clientId: "B", scope: undefined, forwardedFor: "none" };
    assert.deepEqual(withFields(settings, fields), {
      ...{ url: "A", clientId: "B", forwardedFor: "none" },
      ...{ endpoints: { token: "/t" }, own: 1 },
    });
    assert.equal(settings.scope, "c");
  });
});
