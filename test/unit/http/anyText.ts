import assert from "node:assert/strict";
import fc from "fast-check";
import type { InsertStyle, Range } from "../../../common/protocol/documents.ts";
import { DEAD } from "./features.ts";
import { TOKEN } from "./helpers.ts";

export const STYLES: readonly InsertStyle[] = ["literal", "variable", "environment"];

export const lineBreak = fc.constantFrom("\n", "\r\n", "\r");

export const requestLine = fc.constantFrom(
  ...[
    "GET /a",
    "POST https://x/{{y}} HTTP/1.1",
    " {{base}}/p",
    "GRPC a/b",
    "ws://x",
    "MQTT a/b",
    "GET https://x",
    "DELETE {{base}}/q",
  ],
  ...[
    "curl x",
    "curl 'https://x' \\",
    'curl "https://x" ^',
    'curl ^"https://x^" ^',
    "curl -u a:b x",
    "curl -XPOST -d 'a",
    "curl -L",
  ],
);

export const option = fc.constantFrom(
  ...[
    "-H 'Authorization: Bearer old' \\",
    '-H "Authorization: Bearer old" \\',
    '-H ^"Authorization: Bearer old^" ^',
    "  -H 'X: y'",
  ],
  ...[
    "-H Authorization:\\ old \\",
    "--header=$'authorization: a\\'b' \\",
    "-H 'Authorization: {{a}} \\",
    "-H 'Authorization: Bearer '\\''x'",
  ],
  ...["-sH 'Argus-API-Key: my/api/key' \\", "-HX-Forwarded-For:me", `-H 'Authorization: Bearer ${DEAD}'`],
  ...["-H 'authorization:' \\", '-H "Authorization: Basic x" ^', "--data '{", "}'", "-d x \\", "y \\", '"', "'", "^"],
);

export const header = fc.constantFrom(
  ...["Authorization: Bearer old", "authorization:", "Authorization : Bearer\n  old \r\n\tb", "Authorization:\n a"],
  ...["Authorization: Bearer {{argusToken}}", "AUTHORIZATION: Basic x", "Authorization: {{a}}", "Authorization:old"],
  ...["Argus-API-Key: my/api/key", "X-Forwarded-For: me", `Authorization: Bearer ${DEAD}`],
  ...["X: y", "{{a}}: b", "  folded", "  ?a=b", "&c=d", "  /e", " {{f}}", "  g: h"],
);

export const other = fc.constantFrom(
  ...[
    "# c",
    "  // d",
    "/*",
    "*/",
    "# @argus dev",
    "// @argus=prod",
    "# @name n",
    "< {%",
    "%}",
    "> {%",
    "{{",
    "}}",
    "{{+after",
  ],
  ...[
    "@argusToken = 1",
    "  @argusToken=",
    "@a={{b}}",
    "@b = {{a}}",
    "@argusToken",
    "<> x",
    "< x",
    "?? y",
    "text",
    "HTTP/1.1 200",
  ],
  ...["", "", "", " \t", "##", "import ./x.http"],
);

export const nasty = fc.oneof(
  fc.constantFrom(
    ...Array.from(":@= #?&/<>%{}"),
    "\u00a0",
    "\u2028",
    "\0",
    "\ufeff",
    "\ud83d",
    "\ude00",
    "\u{1f600}",
    "é",
    "\t",
    "\r",
    "\n",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);

/** Most tokens look realistic, some contain everything that quotes and shells treat specially. */
export const accessToken = fc
  .oneof(
    { weight: 3, arbitrary: fc.constant(TOKEN) },
    {
      weight: 1,
      arbitrary: fc.string({
        unit: fc.constantFrom(...Array.from("a'\"\\^$`%!&|<>(){};#\u00e9")),
        minLength: 1,
        maxLength: 8,
      }),
    },
  )
  .filter((token) => !token.includes("{{"));

export const separator = fc.constantFrom("###", "### t", "####", " ###");

export const line = fc.oneof(
  { weight: 3, arbitrary: requestLine },
  { weight: 6, arbitrary: header },
  { weight: 2, arbitrary: option },
  { weight: 4, arbitrary: other },
  { weight: 1, arbitrary: nasty },
  { weight: 2, arbitrary: separator },
);

export const anyText = fc
  .tuple(
    fc.constantFrom("", "", "\ufeff", "###\n", "\ufeff### t\r\n"),
    fc.array(fc.tuple(line, lineBreak), { maxLength: 30, size: "max" }),
    fc.oneof(line, fc.constant("")),
  )
  .map(([start, lines, end]) => start + lines.flat().join("") + end);

export function lengths(text: string): number[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.length);
}

export function assertInside(lineLengths: number[], range: Range): void {
  const { start, end } = range;
  for (const { line, character } of [start, end]) {
    const length = lineLengths[line];
    assert.ok(length !== undefined && character >= 0 && character <= length, JSON.stringify(range));
  }
  assert.ok(start.line < end.line || (start.line === end.line && start.character <= end.character));
}

export function assertWithin(inner: Range, outer: Range): void {
  const order = (a: Range["start"], b: Range["start"]): number => a.line - b.line || a.character - b.character;
  assert.ok(order(outer.start, inner.start) <= 0 && order(inner.end, outer.end) <= 0);
}
