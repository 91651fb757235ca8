import assert from "node:assert/strict";
import { calledUrl, hasUserInfo, urlWithoutSecrets } from "../../../common/urls.ts";
import { urlProblem } from "../../../client/src/profiles/profileFields.ts";
import { endpointUrl } from "../../../server/src/oauth/endpoint.ts";
import { eachCase } from "../../host/eachCase.ts";

describe("user information in a URL", () => {
  const WITH = [
    ..."http://@127.0.0.1 http://:@127.0.0.1 https://a@b.example https://a:b@c.example/ https:@b.example".split(" "),
    ..."https:\\\\@b.example https:///@b.example HTTPS://%40@b.example https://a%2Fb@c.example".split(" "),
    ...[" https://@b.example", "ht\ttps://@b.example", "https://b.example@c.example?d"],
    ...["\u0001https://b.example@c.example", "\0 https://@b.example", "\x1f\n\x1fhttps://a:b@c.example"],
  ];
  const WITHOUT = "https://b.example https://b.example/@c https://b.example?a@b https://b.example#@ /a@b".split(" ");

  it("is found in every form, even empty, and refused wherever URLs are entered or used", () => {
    for (const text of WITH) {
      assert(hasUserInfo(text), text);
      assert.notEqual(urlProblem(text), undefined, text);
      assert.equal(endpointUrl({ name: "p", url: text, clientId: "c" }, "token").ok, false, text);
      const profile = { name: "p", url: "http://127.0.0.1", clientId: "c", endpoints: { token: text } };
      assert.equal(endpointUrl(profile, "token").ok, false, text);
    }
  });

  it("is not seen in a path, query or fragment", () => {
    for (const text of WITHOUT) assert(!hasUserInfo(text), text);
  });
});

describe("a URL to show", () => {
  const cases = [
    ["https://user:secret@host/a?key=secret#secret", "https://host/a"],
    ["https://a@b:secret@host", "https://host"],
    ["https:\\\\user:secret@host\\a", "https:\\\\host\\a"],
    ["https:user:secret@host", "https:host"],
    ["HTTPS:/user:secret@host", "HTTPS:/host"],
    ["{{base}}//user:secret@host/a", "{{base}}//host/a"],
    ["//secret@host", "//host"],
    ["https://host/@a/b@c", "https://host/@a/b@c"],
    ["{{url}}/a@b", "{{url}}/a@b"],
  ] as const;
  it("has neither a login nor a query, however they are written", () =>
    eachCase(
      cases,
      ([url]) => url,
      ([url, shown]) => {
        assert.equal(urlWithoutSecrets(url), shown);
      },
    ));
});

describe("a deceptive host name", () => {
  it("is shown in ASCII, and otherwise as it was written", () => {
    assert.equal(calledUrl("https://аpi.mnemonic.no/x/"), "https://xn--pi-6kc.mnemonic.no/x/");
    // `URL.canParse` accepts the last one.
    const tooLong = `https://${"X".repeat(24_000)}`;
    for (const text of ["https://api.mnemonic.no", "http://[::1]:8080/a?b=c", "argus", "mailto:a", tooLong])
      assert.equal(calledUrl(text), text);
  });

  it("is compared in ASCII", () => {
    // A Cyrillic “о”, full-width letters, an ideographic full stop.
    const profile = (url: string) => ({
      name: "p",
      url: "https://api.mnemonic.no",
      clientId: "c",
      endpoints: { token: url },
    });
    assert.equal(endpointUrl(profile("https://api.mnemоnic.no/token"), "token").ok, false);
    assert.equal(endpointUrl(profile("https://api.mnemonic.no.example/token"), "token").ok, false);
    assert.equal(endpointUrl(profile("https://api.mnemonic.no:8443/token"), "token").ok, false);
    for (const same of [
      "https://ａpi.mnemonic.no/token",
      "https://api。mnemonic.no/token",
      "https://API.mnemonic.no:443/token",
    ]) {
      const endpoint = endpointUrl(profile(same), "token");
      assert(endpoint.ok, same);
      assert.equal(endpoint.url.hostname, "api.mnemonic.no");
    }
  });

  it("counts as loopback only in its real forms", () => {
    const isTaken = (url: string) => endpointUrl({ name: "p", url, clientId: "c" }, "token").ok;
    for (const url of [
      "http://127.1",
      "http://[::1]",
      "http://[0:0:0:0:0:0:0:1]",
      "http://2130706433",
      "http://localhost",
    ]) {
      assert(isTaken(url), url);
    }
    for (const host of [
      "[::ffff:7f00:1]",
      "[::2]",
      "[fe80::1]",
      "128.0.0.1",
      "0.0.0.0",
      "localhost.example",
      "127.0.0.1.example",
    ]) {
      assert(!isTaken(`http://${host}`), host);
    }
  });
});
