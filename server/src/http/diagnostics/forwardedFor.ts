import * as l10n from "@vscode/l10n";
import { canonicalAddress, isAddress } from "../../../../common/addresses.ts";
import { headerValueEdit } from "../edits/edits.ts";
import { forwardedForOf } from "../facts/knowledge.ts";
import { removeHeader } from "../edits/lineEdits.ts";
import type { RequestView } from "../facts/requestView.ts";
import { edit } from "./finding.ts";
import type { Context, Finding } from "./finding.ts";

/** An `X-Forwarded-For` that Argus cannot read, or that is not the address the profile's tokens are made for. */
export function invalidForwardedFor(request: RequestView, { knowledge }: Context): Finding[] {
  const mine = request.headersNamed("X-Forwarded-For");
  if (mine.length === 0) return [];
  const expected = forwardedForOf(knowledge, request.profile);
  return mine.flatMap(({ value, valueRange, range: header, span }): Finding[] => {
    const written = request.expand(value);
    // Only the sender knows what a variable of its own holds.
    if (written === undefined) return [];
    const message = problemOf(written, expected);
    if (message === undefined) return [];
    return [
      {
        code: "invalid-forwarded-for",
        severity: "warning",
        range: value === "" ? header : valueRange,
        message,
        fixes: () => [
          ...(expected === undefined
            ? []
            : edit(
                l10n.t("Change to the profile's {0}", expected),
                headerValueEdit(request, span.value, expected),
                true,
              )),
          ...edit(l10n.t("Remove the X-Forwarded-For header"), removeHeader(request, span)),
        ],
      },
    ];
  });
}

function problemOf(written: string, expected: string | undefined): string | undefined {
  const addresses = written.split(",").map((address) => address.trim());
  if (!addresses.every(isAddress)) {
    return l10n.t("X-Forwarded-For has to hold an IP address, such as 192.0.2.1 or 2001:db8::1.");
  }
  const [client = ""] = addresses;
  if (expected === undefined || canonicalAddress(client) === canonicalAddress(expected)) return undefined;
  return l10n.t("The profile has the address {0}, so that Argus may refuse its token from another one.", expected);
}
