/** Everything takes linear time for any text. */
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { codeLenses } from "../../../server/src/http/features/codeLenses.ts";
import { documentSymbols } from "../../../server/src/http/features/documentSymbols.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { headersOf } from "./requests.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import type { InsertStyle } from "../../../common/protocol/documents.ts";
import { assertLinear } from "../linearTime.ts";
import { analysisWith } from "./features.ts";
import { holding, TOKEN } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";

const STYLES: readonly InsertStyle[] = ["literal", "variable", "environment"];

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
  codeLenses(document, "file:///x", 1, "full", analysisWith());
  documentSymbols(document);
  removeTokens(document, analysisWith());
  for (const style of [...STYLES, undefined]) authorize(document, { accessToken: TOKEN, style }, holding("a"));
}

describe("linear time", function () {
  // Slow machines need time; the verdict compares two texts on the same machine.
  this.timeout(300_000);
  it("for requests, scripts, variables and other long texts", () =>
    eachCase(
      Object.entries(nasty),
      ([what]) => what,
      ([, textOf]) => {
        assertLinear(everything, textOf, 1_500);
      },
    ));
});
