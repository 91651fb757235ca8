import { removeLines } from "../lineEdits.ts";
import { expand } from "../variables.ts";
import { edit } from "./finding.ts";
import type { Finding, RequestContext } from "./finding.ts";

/** An API key that stands in the file. It lives for long: whoever reads the file can use it. */
export function apiKeyLiteral({ document, uri, variables, headers, line }: RequestContext): Finding[] {
  const keys = headers.filter(({ name, value }) => name.toLowerCase() === "argus-api-key" && value !== "");
  return keys.flatMap(({ value, valueRange: range, range: header }): Finding[] => {
    if (expand(document, variables, value, line) === undefined) return [];
    const removal = removeLines(document, header);
    // Another header's place is its own line; a command's argument may need other quotes.
    const reference = removal && { range, newText: "{{$processEnv ARGUS_API_KEY}}" };
    return [
      {
        code: "argus-api-key-literal",
        severity: "warning",
        range,
        message:
          "This API key stands in the file as plain text. Send an access token, or take the key from the environment.",
        fixes: () => [
          ...(removal
            ? [
                {
                  title: "Replace the API key by an Argus token",
                  edits: [removal],
                  command: { title: "Insert Token", command: "argus.insertToken", arguments: [uri, line] },
                },
              ]
            : []),
          ...edit("Take the API key from the environment variable ARGUS_API_KEY", reference, true),
          ...edit("Remove the header", removal),
        ],
      },
    ];
  });
}
