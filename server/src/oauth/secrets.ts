import type { SecretVariable } from "../../../common/protocol/callRecord.ts";
import { Redactor } from "../../../common/redaction.ts";

/** A value that must not appear in anything reported about a call, and the shell variable that replaces it. */
export interface Secret {
  value: string;
  variable: SecretVariable;
}

/** Removes a call's secrets from texts. */
export function redactorOf(secrets: readonly Secret[]): Redactor {
  return new Redactor(...secrets.map(({ value }) => value));
}
