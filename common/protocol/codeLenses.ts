/**
 * The lenses of requests: their titles, their commands, and the packed form in which the client gets their positions.
 */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { absent } from "../schema.ts";
import { compactTitle, isWarning, type LensState, lensTitle } from "./lensState.ts";

/** With more requests than this, lenses are sent without commands; the editor resolves those that it shows. */
export const MOST_COMPLETE = 500;

export const codeLensesParamsSchema = v.object({
  textDocument: v.object({ uri: v.string() }),
  /** The lines that are shown, as pairs of the first and the last one: of more than that, states are not told. */
  shown: absent(v.array(v.tuple([v.number(), v.number()]))),
});

export const lensStateParamsSchema = v.object({ textDocument: v.object({ uri: v.string() }), line: v.number() });

/** All lenses of a request, a single one that opens a menu, or none. */
export type LensMode = "full" | "compact" | "off";

export interface CodeLensesValue {
  mode: LensMode;
  /** As packed by {@link packLenses}. */
  positions: number[];
  /** What requests carry, each state once. */
  states: LensState[];
}

export interface LensPosition {
  /** The line of the request line in the document. */
  line: number;
  /** The start of the request line in that line, in UTF-16 units; the end is exclusive. */
  start: number;
  end: number;
  /** The response stands below it: its token is the one that was sent, and stays. */
  hasResponse: boolean;
  /** What it carries; absent where that is asked for when the lens is shown. */
  state?: LensState;
}

export type LensKind = "state" | "introspect" | "userinfo" | "menu";

/** The lenses of a request, in their order. Their number does not depend on a token: lenses that come and go make the text jump. */
export function lensKinds({ hasResponse }: Pick<LensPosition, "hasResponse">, mode: LensMode): readonly LensKind[] {
  switch (mode) {
    case "off":
      return [];
    case "compact":
      return MENU;
    case "full":
      return hasResponse ? CHECKING : ALL;
  }
}

const MENU = ["menu"] as const;
const CHECKING = ["introspect", "userinfo"] as const;
const ALL = ["state", "introspect", "userinfo"] as const;

export interface LensCommand {
  title: string;
  command: string;
  arguments: [uri: string, line: number] | [uri: string, line: number, style: "environment"];
}

/** What a lens is made of. */
export interface LensParts {
  kind: LensKind;
  uri: string;
  line: number;
  state: LensState;
  /** ms since the epoch */
  now: number;
  /** The editor draws `$(key)` as an icon. */
  hasIcons: boolean;
}

export function lensCommand({ kind, uri, line, state, now, hasIcons }: LensParts): LensCommand {
  const icon = hasIcons ? `$(${isWarning(state) ? "warning" : "key"}) ` : "";
  switch (kind) {
    case "state":
      return {
        title: icon + lensTitle(state, now),
        command: "argus.insertToken",
        // A reference stays one.
        arguments: isEnvironment(state) ? [uri, line, "environment"] : [uri, line],
      };
    case "introspect":
      return { title: l10n.t("Introspect"), command: "argus.introspect", arguments: [uri, line] };
    case "userinfo":
      return { title: l10n.t("Userinfo"), command: "argus.userinfo", arguments: [uri, line] };
    case "menu":
      return { title: icon + compactTitle(state, now), command: "argus.showRequestActions", arguments: [uri, line] };
  }
}

function isEnvironment({ kind }: LensState): boolean {
  return kind === "environment" || kind === "noToken" || kind === "off";
}

/**
 * Places as four numbers each, as LSP packs semantic tokens: the lines from the position before, start, length, and a number
 * of which the lowest bit tells a record and the rest the state: 0 for none, else one more than its position in `states`. It is
 * a thirtieth of what `textDocument/codeLens` answers.
 */
export function packLenses(positions: readonly LensPosition[]): Pick<CodeLensesValue, "positions" | "states"> {
  const numbers: number[] = [];
  const states: LensState[] = [];
  const indices = new Map<string, number>();
  const indexOf = (state: LensState | undefined): number => {
    if (state === undefined) return 0;
    const key = JSON.stringify(state);
    const index = indices.get(key) ?? states.push(state);
    indices.set(key, index);
    return index;
  };
  let last = 0;
  for (const { line, start, end, hasResponse, state } of positions) {
    numbers.push(line - last, start, end - start, indexOf(state) * 2 + (hasResponse ? 1 : 0));
    last = line;
  }
  return { positions: numbers, states };
}

export function unpackLenses({
  positions: numbers,
  states,
}: Pick<CodeLensesValue, "positions" | "states">): LensPosition[] {
  const positions: LensPosition[] = [];
  let line = 0;
  const numberAt = (at: number): number => numbers[at] ?? 0;
  for (let at = 0; at < numbers.length; at += 4) {
    line += numberAt(at);
    const start = numberAt(at + 1);
    const end = start + numberAt(at + 2);
    const flags = numberAt(at + 3);
    const state = states[(flags >> 1) - 1];
    positions.push({ line, start, end, hasResponse: (flags & 1) !== 0, ...(state && { state }) });
  }
  return positions;
}
