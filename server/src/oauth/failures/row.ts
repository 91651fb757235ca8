/** Rows of the failure table, and the conditions that select them. */
import { type Cause, meaningOf } from "../../network.ts";
import type { Help } from "../../../../common/protocol/errors.ts";
import type { SecretVariable } from "../../../../common/protocol/callRecord.ts";
import type { CallName, Facts, Flaw } from "./facts.ts";

/** A function, because the language is unknown while modules load. */
export type Text = (facts: Facts) => string;

export type Condition = (facts: Facts) => boolean;

export interface Sentence {
  /** What happened, and why if that is known. */
  message: Text;
  /** What to do about it. */
  hint?: Text;
  help: readonly Help[];
}

export interface Row extends Sentence {
  /** Stable: sent as {@link ArgusError.reason}. */
  id: string;
  when: Condition;
}

/** The first matching row counts. The last resort is sent under the name of the code. */
export interface Rows {
  rows: readonly Row[];
  otherwise: Sentence;
}

export const because =
  (...causes: Cause[]): Condition =>
  ({ reason }) =>
    causes.includes(meaningOf(reason).cause);
export const oauth =
  (...errors: string[]): Condition =>
  ({ oauthError }) =>
    errors.includes(oauthError ?? "");
export const sent =
  (variable: SecretVariable): Condition =>
  (facts) =>
    facts.sent?.includes(variable) === true;
export const calling =
  (...names: CallName[]): Condition =>
  ({ call }) =>
    call !== undefined && names.includes(call);
export const phase =
  (name: Facts["phase"]): Condition =>
  (facts) =>
    facts.phase === name;
export const status =
  (...codes: number[]): Condition =>
  (facts) =>
    codes.includes(facts.status ?? 0);
export const flaw =
  (kind: Flaw["kind"]): Condition =>
  (facts) =>
    facts.flaw?.kind === kind;
/** Argus has no codes for its refusals, only words. */
export const words =
  (pattern: RegExp): Condition =>
  ({ template = "", says = "" }) =>
    pattern.test(`${template} ${says}`);
export const all =
  (...conditions: Condition[]): Condition =>
  (facts) =>
    conditions.every((holds) => holds(facts));
export const not =
  (condition: Condition): Condition =>
  (facts) =>
    !condition(facts);
export const isPage: Condition = ({ page }) => page !== undefined;
