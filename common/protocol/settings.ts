/** What the client tells the worker unasked: current tokens, tracked documents, and settings. */
import * as v from "valibot";
import { clientCertificatesSchema } from "../clientCertificates.ts";
import { absent } from "../schema.ts";
import { tokenHeaderNameSchema, tokenHeaderValueSchema } from "../tokenHeader.ts";

/** Notification to the worker: the current tokens, by digest, so that it can recognize them without knowing them. */
export const TOKENS_NOTIFICATION = "argus/tokens";

export const heldTokensSchema = v.object({
  tokens: v.array(
    v.object({
      /** Lower-case hex SHA-256 of the token's UTF-8. */
      digest: v.string(),
      /** The profile's name. */
      profile: v.string(),
      expiresAt: v.number(),
      /** No server said when it expires. */
      isEndAssumed: absent(v.boolean()),
      /** The origin that issued it, in case the profile has moved to another or is gone. */
      origin: absent(v.string()),
      /** `false` for a past token: one that was replaced or signed out. */
      isHeld: absent(v.boolean()),
    }),
  ),
});
export type HeldTokens = v.InferOutput<typeof heldTokensSchema>;

/**
 * Notification to the worker: the open documents that git tracks, by the URIs they were opened with. Without it, no
 * document counts as tracked.
 */
export const TRACKED_NOTIFICATION = "argus/tracked";

export const trackedDocumentsSchema = v.object({ uris: v.array(v.string()) });
export type TrackedDocuments = v.InferOutput<typeof trackedDocumentsSchema>;

const knownProfileSchema = v.fallback(
  v.object({
    forwardedFor: v.fallback(v.optional(v.string()), undefined),
    url: v.fallback(v.optional(v.string()), undefined),
    /** Hosts of applications that accept its tokens, unless the person has not agreed to them yet. */
    hosts: v.fallback(v.optional(v.array(v.string())), undefined),
    header: v.fallback(v.optional(tokenHeaderNameSchema), undefined),
    headerValue: v.fallback(v.optional(tokenHeaderValueSchema), undefined),
  }),
  {},
);

/** The settings the worker reads, under `argus`. An invalid value counts as not set. */
export const workerSettingsSchema = v.object({
  /** `true` and `false` are the former names of `full` and `off`. */
  codeLens: v.fallback(
    v.optional(v.union([v.picklist(["auto", "full", "compact", "off"]), v.boolean()]), "auto"),
    "auto",
  ),
  /** Seconds for a whole call. */
  timeout: v.fallback(v.optional(v.pipe(v.number(), v.toMinValue(0.1), v.toMaxValue(300)), 30), 30),
  /** The origin IP for profiles without one of their own. */
  forwardedFor: v.fallback(v.optional(v.string()), undefined),
  /** Path of a PEM file with additional certificate authorities. */
  caFile: v.fallback(v.optional(v.string()), undefined),
  /** Client certificates by host. */
  clientCertificate: v.fallback(v.optional(clientCertificatesSchema), undefined),
  /** The parts of each profile that the worker needs, by name; absent if the client has no list of profiles. */
  profiles: v.fallback(v.optional(v.record(v.string(), knownProfileSchema)), undefined),
  /** The profile of requests that name none. */
  activeProfile: v.fallback(v.optional(v.string()), undefined),
  /**
   * Whether to provide features that other extensions have too: with `auto`, those of {@link otherExtensions} are left
   * to them.
   */
  languageFeatures: v.fallback(v.optional(v.picklist(["auto", "on", "off"]), "auto"), "auto"),
  /** Whether live tokens are available in the environment; absent if the editor does not say. */
  environmentVariables: v.fallback(v.optional(v.boolean()), undefined),
  /** Whether that is decided by the settings of a remote machine, where those of the user do not count. */
  isRemote: v.fallback(v.optional(v.boolean(), false), false),
  /** Identifiers of the editor's other extensions for `.http` files. */
  otherExtensions: v.fallback(v.optional(v.array(v.string()), []), []),
  /** Whether to read variables from files beside a document: not in a folder that the person does not trust. */
  variableFiles: v.fallback(v.optional(v.boolean(), true), true),
  /**
   * The chosen environments of `http-client.env.json` and similar files; if several define a variable, the last one
   * counts.
   */
  httpEnvironments: v.fallback(v.optional(v.array(v.string()), []), []),
  /** By URI, for documents with environments of their own. */
  documentEnvironments: v.fallback(v.optional(v.record(v.string(), v.array(v.string())), {}), {}),
});
export type WorkerSettings = v.InferOutput<typeof workerSettingsSchema>;

/**
 * The editor's own network settings, under `http`, which do not apply to other processes by themselves. They are sent
 * in `workspace/didChangeConfiguration`, never in `initializationOptions`, because a proxy's login is a secret.
 *
 * @see https://code.visualstudio.com/docs/setup/network
 */
export const httpSettingsSchema = v.object({
  /** URL, whose user info is a login. Without it, the environment's `HTTPS_PROXY` and `HTTP_PROXY` apply. */
  proxy: v.fallback(v.optional(v.string()), undefined),
  /** Hosts to reach without the proxy, in addition to `NO_PROXY`. */
  noProxy: v.fallback(v.optional(v.array(v.string()), []), []),
  /** Value of `Proxy-Authorization`. */
  proxyAuthorization: v.fallback(v.nullish(v.string()), undefined),
  /** `off` disables every proxy. */
  proxySupport: v.fallback(v.optional(v.string()), undefined),
  /** Certificates are verified unless the person turned that off for the whole editor. */
  proxyStrictSSL: v.fallback(v.optional(v.boolean(), true), true),
  /**
   * Ours, not the editor's: the passphrases of client certificates, by the path of the file. As secret as a proxy's
   * login.
   */
  certificatePassphrases: v.fallback(v.optional(v.record(v.string(), v.string())), undefined),
});
export type HttpSettings = v.InferOutput<typeof httpSettingsSchema>;

/** Environment → name → value. Numbers and booleans count as text; anything else is not a variable. */
const environmentsSchema = v.record(
  v.string(),
  v.pipe(
    v.fallback(v.record(v.string(), v.unknown()), {}),
    v.transform((variables) =>
      Object.fromEntries(
        Object.entries(variables).flatMap(([name, value]) =>
          ["string", "number", "boolean"].includes(typeof value) ? [[name, String(value)]] : [],
        ),
      ),
    ),
  ),
);

/**
 * Settings of REST Client (under `rest-client`) and httpYac (under `httpyac`) that define variables. Their values can
 * be secrets, so they come in `workspace/didChangeConfiguration`, never in `initializationOptions`.
 */
export const variableSettingsSchema = v.object({
  environmentVariables: v.fallback(v.optional(environmentsSchema, {}), {}),
  /** By the URI of a workspace folder, for folders with settings of their own. */
  folderEnvironmentVariables: v.fallback(v.optional(v.record(v.string(), environmentsSchema), {}), {}),
});
