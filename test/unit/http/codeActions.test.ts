import assert from "node:assert/strict";
import { acted, actionsAt } from "./features.ts";
import { TOKEN } from "./helpers.ts";

describe("code actions", () => {
  const titles = (marked: string, only?: string[]): string[] => actionsAt(marked, only).map(({ title }) => title);

  it("match what the request needs", () => {
    assert.deepEqual(titles("GET /¦a\n"), ["Insert Argus Token", "Add X-Forwarded-For: 192.0.2.1"]);
    assert.deepEqual(titles(`GET /¦a\nAuthorization: Bearer ${TOKEN}\nX-Forwarded-For: 192.0.2.1\n`), [
      "Replace Argus Token",
      "Write Argus Token as a variable of the file",
      "Write Argus Token as a reference to the environment",
      "Remove Argus Token",
      "Explain Why Argus Refused This Request",
      "Refresh Argus Tokens in File",
      "Remove Argus Tokens from File",
    ]);
    assert.deepEqual(titles("GET /a\n\nbo¦dy"), []);
    assert.deepEqual(titles("MQTT ¦x/y\n"), []);
    assert.deepEqual(titles(`GET /¦a\nAuthorization: Bearer ${TOKEN}\n`, ["source"]), [
      "Refresh Argus Tokens in File",
      "Remove Argus Tokens from File",
    ]);
    assert.deepEqual(titles("GET /¦a\n", ["quickfix"]), []);
  });

  it("convert between styles without fetching a token if possible", () => {
    const literal = `GET /¦a\nAuthorization: Bearer ${TOKEN}\n`;
    const variable = `@argusToken = ${TOKEN}\nGET /¦a\nAuthorization: Bearer {{argusToken}}\n`;
    const unmarked = (text: string): string => text.replace("¦", "");
    assert.equal(acted(literal, "Write Argus Token as a variable of the file"), unmarked(variable));
    assert.equal(acted(variable, "Write Argus Token as the token itself"), `GET /a\nAuthorization: Bearer ${TOKEN}\n`);
    const environment = "GET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}\n";
    assert.equal(acted(literal, "Write Argus Token as a reference to the environment"), environment);
    const offered = actionsAt(environment.replace("/a", "/¦a"), ["refactor"]);
    const styles = offered.map(({ command }) => command?.arguments?.[2] as unknown);
    assert.deepEqual(styles.slice(1, 3), ["literal", "variable"]);
  });

  it("remove a token that nothing refers to any more, but none that is still used", () => {
    const toEnvironment = "Write Argus Token as a reference to the environment";
    const request = (marker: string): string => `GET /${marker}a\r\nAuthorization: Bearer {{argusToken}}\r\n`;
    const written = "GET /a\r\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}\r\n";
    const line = `@argusToken = ${TOKEN}\r\n`;
    assert.equal(acted(`\ufeff${line}${request("¦")}`, toEnvironment), `\ufeff${written}`);
    assert.equal(acted(`${request("¦")}###\r\n${line}`, toEnvironment), `${written}###\r\n`);
    assert.equal(acted(`${line}X\r\n###\r\n${request("¦")}`, "Remove Argus Token"), "X\r\n###\r\nGET /a\r\n");
    for (const use of [
      request(""),
      "# argusToken\r\n",
      "@other = {{argusToken}}\r\n",
      "GET /\r\n\r\n{{argusToken}}\r\n",
    ]) {
      const text = `${line}${request("¦")}###\r\n${use}`;
      assert.equal(acted(text, toEnvironment), `${line}${written}###\r\n${use}`);
      assert.equal(acted(text, "Remove Argus Token"), `${line}GET /a\r\n###\r\n${use}`);
    }
    const longer = `@argusToken_dev = ${TOKEN}\r\n`;
    assert.equal(acted(`${line}${longer}${request("¦")}`, toEnvironment), `${longer}${written}`);
    const mine = `@mine = ${TOKEN}\r\n${request("¦").replace("argusToken", "mine")}`;
    assert.equal(acted(mine, toEnvironment), `@mine = ${TOKEN}\r\n${written}`);
  });

  it("keep a variable with another token", () => {
    const marked = `@argusToken = other\nGET /¦a\nAuthorization: Bearer ${TOKEN}\n`;
    const action = actionsAt(marked).find(({ title }) => title.endsWith("a variable of the file"));
    assert.equal(action?.edit, undefined);
    assert.deepEqual(action?.command?.arguments, ["file:///folder/x.http", 1, "variable"]);
  });
});
