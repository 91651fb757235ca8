import { isDeepStrictEqual } from "node:util";
import { safeParse, string } from "valibot";
import { type CancellationToken, workspace } from "vscode";
import {
  credentialOf,
  type CredentialSource,
  isSource,
  type StoredCredential,
} from "../../../common/credentialSources.ts";
import type { Credential } from "../../../common/protocol/credential.ts";
import { describeIssue, headerTextSchema } from "../../../common/schema.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { sourceFailure } from "../failures/sourceFailure.ts";
import { credentialSources } from "../settings.ts";
import { commandOutput } from "./commandOutput.ts";

/**
 * The credential for a call: the stored one, or its source's current secret, which is not kept. Errors:
 * `sourceFailed`, `sourceChanged`, `cancelled`.
 */
export async function resolveCredential(
  stored: StoredCredential,
  cancellation: CancellationToken,
): Promise<Outcome<Credential>> {
  if (!isSource(stored)) return { ok: true, value: stored };
  const current = currentSource(stored);
  if (current === undefined) return sourceFailure("missing", stored.source);
  if (!isDeepStrictEqual(current, stored)) return failure("sourceChanged", stored.source);
  const secret = stored.kind === "command" ? await printed(stored, cancellation) : fromEnvironment(stored);
  if (!secret.ok) return secret;
  const { gives, source } = stored;
  // The worker judges private keys.
  const checked = safeParse(gives === "jwt" ? string() : headerTextSchema, secret.value, { abortEarly: true });
  return checked.success
    ? { ok: true, value: credentialOf(gives, checked.output) }
    : sourceFailure("unusable", source, describeIssue(checked.issues[0]));
}

/** What the setting says now about a source that was allowed. */
export function currentSource({ source }: CredentialSource): CredentialSource | undefined {
  return credentialSources().find((known) => known.source === source);
}

async function printed(
  { source, command }: Extract<CredentialSource, { kind: "command" }>,
  cancellation: CancellationToken,
): Promise<Outcome<string>> {
  if (!workspace.isTrusted) return sourceFailure("untrusted", source);
  const output = await commandOutput(command, cancellation);
  if (typeof output === "object") {
    const { problem, detail = command[0] } = output;
    return problem === "cancelled" ? failure("cancelled") : sourceFailure(problem, source, detail);
  }
  return output.trim() === "" ? sourceFailure("empty", source) : { ok: true, value: output };
}

function fromEnvironment({ source, variable }: Extract<CredentialSource, { kind: "environment" }>): Outcome<string> {
  const value = process.env[variable] ?? "";
  return value.trim() === "" ? sourceFailure("unset", source, variable) : { ok: true, value };
}
