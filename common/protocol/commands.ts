import * as v from "valibot";
import { absent, notEmpty } from "../schema.ts";
import { profileSettingsSchema } from "./profile.ts";

/** A program with its arguments. No shell reads it. */
const argvSchema = v.pipe(v.array(v.string()), v.minLength(1));

/**
 * `initializationOptions.commands`: has the worker itself carry out the commands of its lenses, for editors without a client
 * of ours. Credentials come from programs, such as a password manager's, each time they are needed; the worker keeps none.
 */
export const commandOptionsSchema = v.object({
  profiles: v.record(
    v.pipe(v.string(), notEmpty),
    v.object({
      ...profileSettingsSchema.entries,
      /** Prints the API key on its first line. */
      credentialCommand: argvSchema,
      /** Prints the client secret on its first line; for introspection, where the client has one. */
      clientSecretCommand: absent(argvSchema),
    }),
  ),
});
export type CommandOptions = v.InferOutput<typeof commandOptionsSchema>;
