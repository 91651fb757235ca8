/** Nothing costs more than linear time, whatever the text. */
import assert from "node:assert/strict";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { codeLenses } from "../../../server/src/http/features/codeLenses.ts";
import { documentSymbols } from "../../../server/src/http/features/documentSymbols.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { headersOf } from "./requests.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import type { InsertStyle } from "../../../common/protocol/documents.ts";
import { knowing } from "./features.ts";
import { holding, TOKEN } from "./helpers.ts";

const STYLES: readonly InsertStyle[] = ["literal", "variable", "environment"];

/** So many repetitions, and so many times as many. */
const FEW = 3_000;
const TIMES = 16;
/** What is linear takes about `TIMES` as long, what is quadratic `TIMES` squared: 256. */
const MOST_TIMES = 90;
/** What is shorter cannot be measured, in ms. */
const SHORTEST = 1;
/** So often both are measured, before what takes too long is taken for what it costs. */
const MOST_ROUNDS = 12;
/** Of the short one, which is over soon, there are so many measurements a round. */
const FEW_RUNS = 5;

const nasty: Record<string, (times: number) => string> = {
  "lines of #": (n) => "#\n".repeat(n),
  separators: (n) => "###\n".repeat(n),
  requests: (n) => "GET /a\nAuthorization: Bearer {{argusToken}}\n###\n".repeat(n),
  "requests without separators": (n) => "GET https://a\n\n".repeat(n),
  "requests among headers": (n) => "GET https://a\nX: y\n".repeat(n),
  "comments above requests without separators": (n) => `GET https://a\n\n${"# c\n".repeat(n)}GET https://b\n`,
  "blank lines behind a request": (n) => `GET https://a\n${"\n".repeat(n)}`,
  "scripts behind a request": (n) => `GET https://a\n\n${"> {%\n%}\n".repeat(n)}`,
  "open scripts behind requests": (n) => "GET https://a\n> {%\n".repeat(n),
  "open comments": (n) => "/*\n".repeat(n),
  "open braces on lines": (n) => `GET /a\n${"{{a\n".repeat(n)}`,
  "open braces on a line": (n) => "{{".repeat(n * 8),
  "open braces in a URL": (n) => `GET ${"{{".repeat(n * 8)}`,
  "open braces in a header's name": (n) => `GET /a\n${"{{".repeat(n * 8)}: b`,
  "open braces in a value": (n) => `GET /a\nAuthorization: Bearer ${"{{".repeat(n * 8)}`,
  "nested braces": (n) => `GET /a\nAuthorization: ${"{{".repeat(n * 4)}a${"}}".repeat(n * 4)}`,
  "variables in a value": (n) => `@a = {{a}}\nGET /a\nAuthorization: Bearer ${"{{a}}".repeat(n)}`,
  "variables in a header's name": (n) => `GET /a\n${"{{a}}".repeat(n)}: b`,
  "definitions of one variable": (n) => `${"@argusToken = a\n".repeat(n)}GET /a\nAuthorization: Bearer {{argusToken}}`,
  "definitions that are parted": (n) => "@argusToken = a\n\n".repeat(n),
  "knowledge in brackets": (n) => `GET /a HTTP/2${" (prior knowledge)".repeat(n)}`,
  "carets of a curl command": (n) => `curl ^"https://a^" -H ^"Authorization: ${"^\\".repeat(n * 4)}^"`,
  "variables of one another": (n) =>
    `${Array.from({ length: n }, (_, i) => `@v${i} = {{v${i + 1}}}{{v${i + 1}}}\n`).join("")}GET /a\nAuthorization: {{v0}}`,
  "continuation lines": (n) => `GET /a\nAuthorization: Bearer\n${" a\n".repeat(n)}`,
  "lines of a URL": (n) => `GET /a\n${"  &a=b\n".repeat(n)}`,
  letters: (n) => "A".repeat(n * 16),
  "white space": (n) => `GET${" ".repeat(n * 16)}`,
  "white space at the end": (n) => `GET /a${" ".repeat(n * 16)}\nAuthorization: a${" ".repeat(n * 16)}`,
  "words of a line": (n) => `GET /${" a".repeat(n * 8)}`,
  "words of a curl command": (n) => `curl https://a${" -k".repeat(n * 4)}`,
  "headers of a curl command": (n) => `curl https://a${" -H 'Authorization: b'".repeat(n)}`,
  "lines of a curl command": (n) => `curl https://a \\\n${"-k \\\n".repeat(n)}`,
  "quotes of a curl command": (n) => `curl https://a ${"'".repeat(n * 8)}`,
  "open quotes of curl commands": (n) => "curl https://a -H 'Authorization: b\n".repeat(n),
  "braces of a curl command": (n) => `curl https://a -H '${"{{".repeat(n * 4)}'`,
  "backslashes of a curl command": (n) => `curl https://a -H 'Authorization: ${"\\".repeat(n * 8)}'`,
  "backslashes for cmd": (n) => `curl ^"https://a^" -H ^"Authorization: ${"\\".repeat(n * 8)}`,
  "a body without line breaks": (n) => `POST /a\n\n${"{".repeat(n * 16)}`,
  CRs: (n) => "\r".repeat(n * 8),
};

function everything(text: string): void {
  const document = parse(text);
  for (const block of document.blocks) headersOf(document, block);
  requestAt(document, { line: document.lineCount - 1, character: 0 });
  codeLenses(document, "file:///x", 1);
  documentSymbols(document);
  removeTokens(document, knowing());
  for (const style of [...STYLES, undefined]) authorize(document, { accessToken: TOKEN, style }, holding("a"));
}

/** The shortest of a few runs, in ms of the processor's time: what other processes take does not count. */
function duration(text: string, runs: number): number {
  let shortest = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = process.cpuUsage();
    everything(text);
    const { user, system } = process.cpuUsage(start);
    shortest = Math.min(shortest, (user + system) / 1000);
  }
  return shortest;
}

describe("linear time", function () {
  // A busy machine takes its time; the verdict compares two texts on the same machine.
  this.timeout(300_000);
  for (const [what, textOf] of Object.entries(nasty)) {
    it(`for ${what}`, () => {
      const [short, long] = [textOf(FEW), textOf(FEW * TIMES)];
      let [few, many] = [Infinity, Infinity];
      // Code that is compiled or memory that is cleared meanwhile makes one run long: the shortest ones are compared.
      for (let round = 0; round < MOST_ROUNDS; round++) {
        few = Math.min(few, Math.max(duration(short, FEW_RUNS), SHORTEST));
        many = Math.min(many, duration(long, 1));
        if (many <= few * MOST_TIMES) return;
      }
      assert.fail(`${TIMES} times the text took ${(many / few).toFixed(0)} times as long`);
    });
  }
});
