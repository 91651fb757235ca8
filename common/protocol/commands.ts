import * as v from "valibot";
import { absent, notEmpty } from "../schema.ts";
import { profileSettingsSchema } from "./profile.ts";

/** A program and its arguments. They are not parsed by a shell. */
const argvSchema = v.pipe(v.array(v.string()), v.minLength(1));

/**
 * `initializationOptions.commands`: has the worker itself carry out the commands of its lenses, for editors without our
 * client. Programs, such as a password manager's, supply the credentials whenever they are needed; the worker does not
 * keep them.
 */
export const commandOptionsSchema = v.object({
  profiles: v.record(
    v.pipe(v.string(), notEmpty),
    v.object({
      ...profileSettingsSchema.entries,
      /** Prints the API key on its first line. */
      credentialCommand: argvSchema,
      /** Prints the client secret on its first line. Needed for introspection if the client has a secret. */
      clientSecretCommand: absent(argvSchema),
    }),
  ),
});
export type CommandOptions = v.InferOutput<typeof commandOptionsSchema>;
