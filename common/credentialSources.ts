/** Credentials that a secret manager or the environment keeps, as the setting `argus.credentialSources` names them. */
import * as v from "valibot";
import { type Credential, credentialSchema, secretsOf } from "./protocol/credential.ts";
import { absent, visible } from "./schema.ts";

/** What the secret is: an API key if the setting does not say. */
const gives = absent(v.picklist(["apiKey", "session", "jwt"]));

/** Strict, so that an entry with both a command and a variable is invalid. */
const settingSchema = v.union([
  v.strictObject({ command: v.pipe(v.array(v.string()), v.minLength(1)), gives }),
  v.strictObject({ variable: visible, gives }),
]);

const sourceSchema = v.variant("kind", [
  v.object({
    kind: v.literal("command"),
    source: v.string(),
    /** The program and its arguments. */
    command: v.array(v.string()),
    gives: v.picklist(["apiKey", "session", "jwt"]),
  }),
  v.object({
    kind: v.literal("environment"),
    source: v.string(),
    variable: v.string(),
    gives: v.picklist(["apiKey", "session", "jwt"]),
  }),
]);
/** A named source of a credential: the command that prints it, or the variable that has it. Contains no secret. */
export type CredentialSource = v.InferOutput<typeof sourceSchema>;

/** A credential as it is stored: the secret itself, or the source that the person allowed. */
export const storedCredentialSchema = v.variant("kind", [...credentialSchema.options, ...sourceSchema.options]);
export type StoredCredential = v.InferOutput<typeof storedCredentialSchema>;

export function isSource(stored: StoredCredential): stored is CredentialSource {
  return stored.kind === "command" || stored.kind === "environment";
}

/** A source contains no secret. */
export function secretsIn(stored: StoredCredential | undefined): (string | undefined)[] {
  return stored === undefined || isSource(stored) ? [] : secretsOf(stored);
}

/** The valid sources in the setting's value. */
export function sourcesIn(value: unknown): CredentialSource[] {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return entries.flatMap(([source, setting]): CredentialSource[] => {
    const checked = v.safeParse(settingSchema, setting);
    if (!checked.success) return [];
    const { gives = "apiKey", ...from } = checked.output;
    return "command" in from
      ? [{ kind: "command", source, ...from, gives }]
      : [{ kind: "environment", source, ...from, gives }];
  });
}

/** Makes a credential for the worker from a source's secret. */
export function credentialOf(kind: Credential["kind"], secret: string): Credential {
  switch (kind) {
    case "apiKey":
      return { kind, apiKey: secret };
    case "session":
      return { kind, token: secret };
    case "jwt":
      return { kind, privateKey: secret };
  }
}
