import type { SecretVariable } from "../../../common/protocol/callRecord.ts";
import { Redactor } from "../../../common/redaction.ts";

/** What must not turn up in anything that is told about a call, and the shell variable that stands for it. */
export interface Secret {
  value: string;
  variable: SecretVariable;
}

/** Takes a call's secrets out of texts. */
export function redactorOf(secrets: readonly Secret[]): Redactor {
  return new Redactor(...secrets.map(({ value }) => value));
}
