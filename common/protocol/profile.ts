import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { absent, notEmpty, visible } from "../schema.ts";

/** A profile's name: what a directive `# @argus name` can say, so no white space. */
export const profileNameSchema = v.pipe(
  v.string(),
  v.trim(),
  notEmpty,
  v.regex(/^\S+$/, () => l10n.t("must not contain spaces")),
);

/**
 * Where a token comes from and for which client. Holds no secret.
 * `url` is the API's base URL; an endpoint is a path or a full URL of the same origin; `scope` is separated by
 * spaces (RFC 6749 §3.3); `forwardedFor` is an IP address, `none` or `auto`; `hosts` are those of applications that accept
 * its tokens, each a host, `*.suffix` or an origin.
 */
export const profileSettingsSchema = v.object({
  url: visible,
  clientId: visible,
  scope: absent(v.string()),
  clientAuthentication: absent(v.picklist(["body", "basic", "basicEncoded"])),
  forwardedFor: absent(v.string()),
  hosts: absent(v.array(visible)),
  /** Seconds; of tokens whose answer does not say. */
  assumedLifetime: absent(v.pipe(v.number(), v.minValue(1), v.maxValue(86_400 * 366))),
  endpoints: absent(
    v.object({
      token: absent(visible),
      introspection: absent(visible),
      userinfo: absent(visible),
    }),
  ),
});
export type ProfileSettings = v.InferOutput<typeof profileSettingsSchema>;

/**
 * A name that a directive cannot say is a name all the same. `allowedOrigins`: where else than on `url`'s own origin its
 * endpoints may be. No setting says so: the person did, and whoever calls the worker keeps it beside the secrets.
 */
export const profileSchema = v.object({
  name: visible,
  ...profileSettingsSchema.entries,
  allowedOrigins: absent(v.array(v.string())),
});
export type Profile = v.InferOutput<typeof profileSchema>;
