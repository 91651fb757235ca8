/** The lenses of requests: what they say and do, and how the client is told where they stand. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";

/** Beyond so many requests lenses go to the editor without their commands: it resolves those that it shows. */
export const MOST_COMPLETE = 500;

export const codeLensesParamsSchema = v.object({ textDocument: v.object({ uri: v.string() }) });

/** All lenses of a request, one that opens a menu of them, or none. */
export type LensMode = "full" | "compact" | "off";

export interface CodeLensesValue {
  mode: LensMode;
  /** As {@link packLenses} packs them. */
  positions: number[];
}

/** A request that has lenses. */
export interface LensPosition {
  /** The document's line of the request line. */
  line: number;
  /** Where the request line stands in it, in UTF-16 units; the end is exclusive. */
  start: number;
  end: number;
  hasAuthorization: boolean;
  /** The response stands below it: its token is the one that was sent, and stays. */
  hasResponse: boolean;
}

export type LensKind = "insert" | "replace" | "introspect" | "userinfo" | "menu";

/**
 * The lenses of a request, in their order. Neither their number nor their titles depend on a token's age: lenses that come
 * and go make the text jump.
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

/** What a lens says and does. */
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
 * Places as four numbers each, as LSP packs semantic tokens: the lines from the place before, start, length, and flags:
 * 1 for a request with an `Authorization` header, 2 for a record. It is a thirtieth of what `textDocument/codeLens` answers.
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
