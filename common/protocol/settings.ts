/** What the worker is told without being asked: the tokens now held, what git tracks, and settings. */
import * as v from "valibot";
import { absent } from "../schema.ts";

/** Notification to the worker: the tokens now held, by digest, so that it knows live from dead without them. */
export const TOKENS_NOTIFICATION = "argus/tokens";

export const heldTokensSchema = v.object({
  tokens: v.array(
    v.object({
      /** Lower-case hex SHA-256 of the token's UTF-8. */
      digest: v.string(),
      /** The profile's name. */
      profile: v.string(),
      expiresAt: v.number(),
      /** `false` for one that was replaced or signed out, and is known all the same. */
      isHeld: absent(v.boolean()),
    }),
  ),
});
export type HeldTokens = v.InferOutput<typeof heldTokensSchema>;

/**
 * Notification to the worker: which of the open documents git tracks, by their URIs as they were opened with. Where nobody
 * tells, none counts as tracked.
 */
export const TRACKED_NOTIFICATION = "argus/tracked";

export const trackedDocumentsSchema = v.object({ uris: v.array(v.string()) });
export type TrackedDocuments = v.InferOutput<typeof trackedDocumentsSchema>;

const knownProfileSchema = v.fallback(
  v.object({
    forwardedFor: v.fallback(v.optional(v.string()), undefined),
    /** Its base URL. */
    url: v.fallback(v.optional(v.string()), undefined),
    /** Hosts of applications that accept its tokens, as far as the person agreed to them. */
    hosts: v.fallback(v.optional(v.array(v.string())), undefined),
  }),
  {},
);

/** The settings the worker reads, under `argus`. A value that is not valid counts as not set. */
export const workerSettingsSchema = v.object({
  /** `true` and `false` are older words for `full` and `off`. */
  codeLens: v.fallback(
    v.optional(v.union([v.picklist(["auto", "full", "compact", "off"]), v.boolean()]), "auto"),
    "auto",
  ),
  /** Seconds for a whole call. */
  timeout: v.fallback(v.optional(v.pipe(v.number(), v.toMinValue(0.1), v.toMaxValue(300)), 30), 30),
  /** The origin IP for profiles that name none. */
  forwardedFor: v.fallback(v.optional(v.string()), undefined),
  /** Path of a PEM file with further certificate authorities. */
  caFile: v.fallback(v.optional(v.string()), undefined),
  /** What the worker has to know of each profile, by name; absent where nobody says which ones there are. */
  profiles: v.fallback(v.optional(v.record(v.string(), knownProfileSchema)), undefined),
  /** The profile of requests that name none. */
  activeProfile: v.fallback(v.optional(v.string()), undefined),
  /** Whether to give what other extensions give too: `auto` leaves to those of {@link otherExtensions} what they give. */
  languageFeatures: v.fallback(v.optional(v.picklist(["auto", "on", "off"]), "auto"), "auto"),
  /** Whether live tokens are kept in the environment; absent in an editor that does not say. */
  environmentVariables: v.fallback(v.optional(v.boolean()), undefined),
  /** Identifiers of the editor's other extensions for `.http` files. */
  otherExtensions: v.fallback(v.optional(v.array(v.string()), []), []),
  /** Whether to read variables from files beside a document: not in a folder that the person does not trust. */
  variableFiles: v.fallback(v.optional(v.boolean(), true), true),
  /** The chosen environments of `http-client.env.json` and its like; of a variable that several define the last counts. */
  httpEnvironments: v.fallback(v.optional(v.array(v.string()), []), []),
});
export type WorkerSettings = v.InferOutput<typeof workerSettingsSchema>;

/**
 * The editor's own network settings, under `http`, as it does not apply them to other processes. They are told in
 * `workspace/didChangeConfiguration`, never in `initializationOptions`, since a proxy's login is a secret.
 *
 * @see https://code.visualstudio.com/docs/setup/network
 */
export const httpSettingsSchema = v.object({
  /** URL; its user info is a login. Without it, the environment's `HTTPS_PROXY` and `HTTP_PROXY` count. */
  proxy: v.fallback(v.optional(v.string()), undefined),
  /** Hosts that are reached without the proxy, beside those of `NO_PROXY`. */
  noProxy: v.fallback(v.optional(v.array(v.string()), []), []),
  /** Value of `Proxy-Authorization`. */
  proxyAuthorization: v.fallback(v.nullish(v.string()), undefined),
  /** `off`: no proxy, whatever else says so. */
  proxySupport: v.fallback(v.optional(v.string()), undefined),
  /** Certificates are verified unless the person switched it off for the whole editor. */
  proxyStrictSSL: v.fallback(v.optional(v.boolean(), true), true),
});
export type HttpSettings = v.InferOutput<typeof httpSettingsSchema>;

/**
 * REST Client's own setting, under `rest-client`. Its values can be secrets, so it comes in
 * `workspace/didChangeConfiguration`, never in `initializationOptions`.
 */
export const restClientSettingsSchema = v.object({
  /** Environment → name → value. */
  environmentVariables: v.fallback(
    v.optional(v.record(v.string(), v.fallback(v.record(v.string(), v.fallback(v.string(), "")), {})), {}),
    {},
  ),
});
