import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { absent, notLonger, visible } from "../schema.ts";
import { tokenHeaderNameSchema, tokenHeaderValueSchema } from "../tokenHeader.ts";
import { tokenRequestSchema } from "../tokenRequest.ts";

const profileName = v.pipe(visible, notLonger(100));

/** A name that a directive `# @argus name` can contain, so without white space. */
export const profileNameSchema = v.pipe(
  profileName,
  v.regex(/^\S+$/, () => l10n.t("must not contain spaces")),
);

/**
 * Where a token comes from and for which client. Contains no secret.
 * `url` is the API's base URL; an endpoint is a path or a full URL of the same origin; `scope` is separated by spaces
 * (RFC 6749 §3.3); `forwardedFor` is an IP address, `none` or `auto`; `hosts` are those of applications that accept its
 * tokens, each a host, `*.suffix` or an origin; `tokenRequest` adds headers and parameters to the token call.
 */
export const profileSettingsSchema = v.object({
  url: visible,
  clientId: visible,
  scope: absent(v.string()),
  clientAuthentication: absent(v.picklist(["body", "basic", "basicEncoded"])),
  forwardedFor: absent(v.string()),
  hosts: absent(v.array(visible)),
  /** The header of requests that carries its token, and how: `Bearer {token}`. */
  header: absent(tokenHeaderNameSchema),
  headerValue: absent(tokenHeaderValueSchema),
  /** Seconds; for tokens whose answer names no lifetime. */
  assumedLifetime: absent(v.pipe(v.number(), v.minValue(1), v.maxValue(86_400 * 366))),
  tokenRequest: absent(tokenRequestSchema),
  /** Whether *Sign Out* only deletes the token here, or also ends it and a session at Argus. */
  signOut: absent(v.picklist(["local", "argus"])),
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
 * Accepts names that a directive cannot contain. `allowedOrigins` lists further origins that its endpoints may have. It
 * is not a setting: the person confirmed it, and the caller keeps it with the secrets.
 */
export const profileSchema = v.object({
  name: profileName,
  ...profileSettingsSchema.entries,
  allowedOrigins: absent(v.array(v.string())),
});
export type Profile = v.InferOutput<typeof profileSchema>;
