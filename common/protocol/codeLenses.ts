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
  /** Visible lines, as pairs of the first and last one: in a large document only their states are sent. */
  shown: absent(v.array(v.tuple([v.number(), v.number()]))),
});

export const lensStateParamsSchema = v.object({ textDocument: v.object({ uri: v.string() }), line: v.number() });

/** All lenses of a request, a single one that opens a menu, or none. */
export type LensMode = "full" | "compact" | "off";

export interface CodeLensesValue {
  mode: LensMode;
  /** As packed by {@link packLenses}. */
  positions: number[];
  /** Each distinct state of a request, once. */
  states: LensState[];
}

export interface LensPosition {
  /** The line of the request line in the document. */
  line: number;
  /** The start of the request line in that line, in UTF-16 units; the end is exclusive. */
  start: number;
  end: number;
  /** A saved response follows the request, so its token must not be changed. */
  hasResponse: boolean;
  /** Absent if the client asks for it once the lens is shown. */
  state?: LensState;
}

export type LensKind = "state" | "introspect" | "userinfo" | "menu";

/** The lenses of a request, in order. Their number does not depend on a token: text jumps when lenses come and go. */
export function lensKinds({ hasResponse }: Pick<LensPosition, "hasResponse">, mode: LensMode): readonly LensKind[] {
  switch (mode) {
    case "off":
      return [];
    case "compact":
      return hasResponse ? INTROSPECT : MENU;
    case "full":
      return hasResponse ? CHECKING : ALL;
  }
}

const MENU = ["menu"] as const;
const INTROSPECT = ["introspect"] as const;
const CHECKING = ["introspect", "userinfo"] as const;
const ALL = ["state", "introspect", "userinfo"] as const;

export interface LensCommand {
  title: string;
  command: string;
  arguments: [uri: string, line: number] | [uri: string, line: number, style: "environment"];
}

/** Everything that a lens is made from. */
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
  // VS Code drops an ordinary space between an icon and its text.
  const icon = hasIcons ? `$(${isWarning(state) ? "warning" : "key"})\u00a0` : "";
  switch (kind) {
    case "state":
      return {
        title: icon + lensTitle(state, now),
        command: "argus.insertToken",
        // Keeps the reference.
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

function isEnvironment(state: LensState): boolean {
  const { kind } = state;
  if (kind === "otherProfile") return state.isReference === true;
  return kind === "environment" || kind === "noToken" || kind === "off";
}

/**
 * Packs each position into four numbers, as LSP packs semantic tokens: the distance in lines from the previous
 * position, start, length, and a number whose lowest bit marks a saved response and whose other bits are the state: 0
 * for none, else its index in `states` plus one. This takes a thirtieth of the bytes of `textDocument/codeLens`.
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
