/**
 * The lenses of requests: their titles, their commands, and the packed form in which the client gets their positions.
 */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";

/** With more requests than this, lenses are sent without commands; the editor resolves those that it shows. */
export const MOST_COMPLETE = 500;

export const codeLensesParamsSchema = v.object({ textDocument: v.object({ uri: v.string() }) });

/** All lenses of a request, a single one that opens a menu, or none. */
export type LensMode = "full" | "compact" | "off";

export interface CodeLensesValue {
  mode: LensMode;
  /** As packed by {@link packLenses}. */
  positions: number[];
}

export interface LensPosition {
  /** The line of the request line in the document. */
  line: number;
  /** The start of the request line in that line, in UTF-16 units; the end is exclusive. */
  start: number;
  end: number;
  hasAuthorization: boolean;
  /** A saved response follows the request, so its token must not be changed. */
  hasResponse: boolean;
}

export type LensKind = "insert" | "replace" | "introspect" | "userinfo" | "menu";

/**
 * The lenses of a request, in order. Their number and titles do not depend on a token's age: text jumps when lenses
 * come and go.
 */
export function lensKinds(
  { hasAuthorization, hasResponse }: Pick<LensPosition, "hasAuthorization" | "hasResponse">,
  mode: LensMode,
): readonly LensKind[] {
  switch (mode) {
    case "off":
      return [];
    case "compact":
      return MENU;
    case "full":
      return hasResponse ? CHECKING : hasAuthorization ? REPLACING : INSERTING;
  }
}

const MENU = ["menu"] as const;
const CHECKING = ["introspect", "userinfo"] as const;
const INSERTING = ["insert", "introspect", "userinfo"] as const;
const REPLACING = ["replace", "introspect", "userinfo"] as const;

export interface LensCommand {
  title: string;
  command: string;
  arguments: [uri: string, line: number];
}

export function lensCommand(kind: LensKind, uri: string, line: number): LensCommand {
  const { title, command } = COMMANDS[kind];
  return { title: title(), command, arguments: [uri, line] };
}

const COMMANDS: Readonly<Record<LensKind, { title: () => string; command: string }>> = {
  insert: { title: () => l10n.t("Insert Argus Token"), command: "argus.insertToken" },
  replace: { title: () => l10n.t("Replace Argus Token"), command: "argus.insertToken" },
  introspect: { title: () => l10n.t("Introspect"), command: "argus.introspect" },
  userinfo: { title: () => l10n.t("Userinfo"), command: "argus.userinfo" },
  menu: { title: () => l10n.t("Argus Token…"), command: "argus.showRequestActions" },
};

/**
 * Packs each position into four numbers, as LSP packs semantic tokens: the distance in lines from the previous
 * position, start, length, and flags: 1 for a request with an `Authorization` header, 2 for one with a response. This
 * takes a thirtieth of the bytes of `textDocument/codeLens`.
 */
export function packLenses(positions: readonly LensPosition[]): number[] {
  const numbers: number[] = [];
  let last = 0;
  for (const { line, start, end, hasAuthorization, hasResponse } of positions) {
    numbers.push(line - last, start, end - start, (hasAuthorization ? 1 : 0) | (hasResponse ? 2 : 0));
    last = line;
  }
  return numbers;
}

export function unpackLenses(numbers: readonly number[]): LensPosition[] {
  const positions: LensPosition[] = [];
  let line = 0;
  const numberAt = (at: number): number => numbers[at] ?? 0;
  for (let at = 0; at < numbers.length; at += 4) {
    line += numberAt(at);
    const start = numberAt(at + 1);
    const end = start + numberAt(at + 2);
    const flags = numberAt(at + 3);
    positions.push({ line, start, end, hasAuthorization: (flags & 1) !== 0, hasResponse: (flags & 2) !== 0 });
  }
  return positions;
}
