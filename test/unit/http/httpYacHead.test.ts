/** Headers that httpYac does not read as such; what it sends is in `senders.test.ts`. */
import assert from "node:assert/strict";
import { eachCase } from "../../host/eachCase.ts";
import { acted, analysisWith, findings } from "./features.ts";
import { authorizedAt, TOKEN } from "./helpers.ts";

const HEADER = `Authorization: Bearer ${TOKEN}`;

/** What ends the headers for httpYac. */
const ENDS = ["#&y=2", "  #c", "#", "{{more}}", "no header", "@x = y"];
const GOES_ON = ["# c", "  # c", "//c", "#X-Old: 1", "...defaults", "Accept: */*"];

describe("a header below a line that ends the headers for httpYac", () => {
  it("moves up when a token is inserted", () =>
    eachCase(ENDS, JSON.stringify, (line) => {
      for (const lineBreak of ["\n", "\r\n"]) {
        const text = (...lines: string[]): string => lines.join(lineBreak);
        const before = text("GET https://x", "  ?a=b", "A: b", line, "Authorization: Bearer old", "C: d", "");
        const after = text("GET https://x", "  ?a=b", HEADER, "A: b", line, "C: d", "");
        assert.equal(authorizedAt(before, 0), after);
        assert.equal(authorizedAt(after, 0), after);
      }
      const twice = `GET https://x\n${line}\nAuthorization: Bearer a\nAuthorization: Bearer b`;
      assert.equal(authorizedAt(twice, 0), `GET https://x\n${HEADER}\n${line}`);
    }));

  it("stays where httpYac reads it", () =>
    eachCase(GOES_ON, JSON.stringify, (line) => {
      const text = (value: string): string => `GET https://x\n${line}\nAuthorization: Bearer ${value}\n`;
      assert.equal(authorizedAt(text("old"), 0), text(TOKEN));
    }));

  it("stays below the URL, whose lines REST Client reads", () => {
    const text = (value: string): string => `GET https://x\n?a=b\n#&c=d\n&e=f\nAuthorization: Bearer ${value}\n`;
    assert.equal(authorizedAt(text("old"), 0), text(TOKEN));
  });

  const withHttpYac = analysisWith({ otherExtensions: ["AnWeber.vscode-httpyac"] });
  const found = (text: string, analysis = withHttpYac): string[] =>
    findings(text, analysis)
      .filter(({ code }) => code === "misplaced-header")
      .map(({ message }) => message);

  it("is reported where httpYac is installed and the token is Argus'", () => {
    const text = (line: string, value = TOKEN): string => `GET https://x\n${line}\nAuthorization: Bearer ${value}\n`;
    for (const line of ENDS) assert.equal(found(text(line)).length, 1, line);
    for (const line of GOES_ON) assert.deepEqual(found(text(line)), [], line);
    assert.match(found(text("#c"))[0] ?? "", /part of the body, because line 2 ends/);
    assert.deepEqual(found(text("#c", "other")), []);
    assert.deepEqual(found(text("#c"), analysisWith()), []);
    assert.equal(found(text("#c", "{{$processEnv ARGUS_TOKEN}}")).length, 1);
  });

  it("is mended by a space, or by moving it", () => {
    const marked = `GET https://x\n  #c\nA: b\nAuthor¦ization: Bearer ${TOKEN}\n`;
    const text = marked.replace("¦", "");
    assert.equal(acted(marked, "Add a space after # in line 2", withHttpYac), text.replace("#c", "# c"));
    assert.equal(
      acted(marked, "Move it up to the headers", withHttpYac),
      `GET https://x\nAuthorization: Bearer ${TOKEN}\n  #c\nA: b\n`,
    );
  });
});
