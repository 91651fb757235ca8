import * as l10n from "@vscode/l10n";
import { soleVariable } from "../facts/variables.ts";
import { credentialsOf, isBearer } from "../facts/authorization.ts";
import { definitionRange, removeLines } from "../edits/lineEdits.ts";
import { hasRequest, rangeOf, textOf } from "../parse/model.ts";
import type { Block } from "../parse/model.ts";
import { removeAuthorization } from "../edits/removeTokens.ts";
import { edit } from "./finding.ts";
import type { Context, Finding, Fix } from "./finding.ts";

/** Literal tokens, in a header or a variable, that are known to have expired. */
export function expiredTokens(context: Context, block: Block): Finding[] {
  const { document, uri, knowledge, known } = context;
  const findings: Finding[] = [];
  for (const variable of block.variables) {
    const token = textOf(document, block, variable.value).replace(/^bearer\s+/i, "");
    const profile = expiredProfile(context, token);
    if (profile === undefined) continue;
    findings.push(
      finding(rangeOf(block, variable.value), profile, () => [
        refresh(uri, block.line + variable.name.line),
        ...edit(l10n.t("Remove the variable"), removeLines(document, definitionRange(block, variable))),
      ]),
    );
  }
  if (!hasRequest(block) || !block.request.authorization || knowledge.held.tokens.length === 0) return findings;
  const header = block.request.authorization;
  const credentials = credentialsOf(document, block, header);
  if (!isBearer(credentials) || soleVariable(credentials.rest) !== undefined || !known(credentials.rest))
    return findings;
  const profile = expiredProfile(context, credentials.rest);
  if (profile === undefined) return findings;
  const line = block.line + block.request.line.line;
  findings.push(
    finding(rangeOf(block, header.value), profile, () => [
      {
        title: l10n.t("Get a new Argus token"),
        command: { title: l10n.t("Insert Token"), command: "argus.insertToken", arguments: [uri, line] },
        isPreferred: true,
      },
      refresh(uri, line),
      ...edit(l10n.t("Remove the expired token"), removeAuthorization(document, block)),
    ]),
  );
  return findings;
}

function expiredProfile({ known, knowledge }: Context, token: string): string | undefined {
  const held = known(token);
  return held && held.expiresAt <= knowledge.now ? held.profile : undefined;
}

function finding(range: Finding["range"], profile: string, fixes: () => Fix[]): Finding {
  const message = l10n.t("This token of the Argus profile “{0}” has expired.", profile);
  return { code: "expired-token", severity: "information", range, message, fixes };
}

function refresh(uri: string, line: number): Fix {
  return {
    title: l10n.t("Refresh all Argus tokens in this file"),
    command: { title: l10n.t("Refresh Tokens"), command: "argus.refreshTokens", arguments: [uri, line] },
  };
}
