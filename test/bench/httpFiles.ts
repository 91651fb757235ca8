/** Generates `.http` texts from equal parts of typical requests. */

const REQUESTS: readonly ((index: number) => readonly string[])[] = [
  (i) => [`GET https://api.mnemonic.no/cases/v2/case/${i} HTTP/1.1`, "Accept: application/json"],
  (i) => [
    `# @name case${i}`,
    `POST {{base}}/cases/v2/case/${i}/comments`,
    ...JSON_HEADERS,
    "",
    `{"comment": "no. ${i}"}`,
  ],
  (i) => [
    "# @argus prod",
    `PUT {{base}}/events/${i}`,
    "Authorization: Bearer {{argusToken}}",
    ...JSON_HEADERS,
    "",
    "{",
    "}",
  ],
  (i) => [
    `@id${i} = ${i}`,
    `GET {{base}}/assets`,
    `  ?id={{id${i}}}`,
    "  &limit=25",
    "Accept: */*",
    "// a comment",
    "X-A: b",
  ],
  (i) => [`DELETE https://api.mnemonic.no/x/${i}`, "Authorization: Bearer myUserName/ckEg0123456789abcdef", "", ""],
  (i) => [
    "< {%",
    `  request.variables.set("n", ${i});`,
    "%}",
    "POST {{base}}/script",
    ...JSON_HEADERS,
    "",
    "{}",
    "",
    "> {%",
    "%}",
  ],
  (i) => [`https://api.mnemonic.no/alone/${i}`],
  (i) => ["POST {{base}}/form", "Content-Type: application/x-www-form-urlencoded", "", `a=${i}`, "&b=ø", "&c={{id}}"],
  (i) => [
    `GRAPHQL {{base}}/graphql`,
    "Authorization: Bearer {{$processEnv ARGUS_TOKEN}}",
    "",
    `query { case(id: ${i}) { id } }`,
  ],
  (i) => [`PATCH {{base}}/upload/${i}`, "Content-Type: text/plain", "", "< ./file.txt", "", "?? status == 200"],
];
const JSON_HEADERS = ["Content-Type: application/json", "Accept: application/json"];

/** A text with this many requests. */
export function httpText(requests: number, lineBreak: "\n" | "\r\n"): string {
  const lines = ["@base = https://api.mnemonic.no", "# @argus dev", ""];
  for (let i = 0; i < requests; i++) lines.push(`### Request ${i}`, ...(REQUESTS[i % REQUESTS.length]?.(i) ?? []), "");
  return lines.join(lineBreak);
}
