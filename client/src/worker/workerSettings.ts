import { isDeepStrictEqual } from "node:util";
import { type ConfigurationChangeEvent, env, extensions, type Uri, workspace } from "vscode";
import { HTTP_YAC, REST_CLIENT } from "../../../common/senders.ts";
import { activeProfileName, clientCertificates, keepsEnvironment, profileNames, setting } from "../settings.ts";

/** Extensions for `.http` files with features that the worker has too. */
const OTHER_EXTENSIONS = [REST_CLIENT, HTTP_YAC];

/** The hosts in a workspace's settings that the person agreed to. */
export interface HostAgreement {
  has(profile: string, host: string): boolean;
}

/** Names of the chosen environments of variables, the most important one last. */
export interface HttpEnvironments {
  readonly workspace: readonly string[];
  /** Those of documents that have their own, by URI. */
  readonly documents: Readonly<Record<string, readonly string[]>>;
}

const NO_ENVIRONMENTS: HttpEnvironments = { workspace: [], documents: {} };

const NO_AGREEMENT: HostAgreement = { has: () => false };

/**
 * The settings for the worker in LSP form, and the other extensions that are installed.
 *
 * @param environments chosen for variables
 */
export function settingsForWorker(
  agreed = NO_AGREEMENT,
  environments: HttpEnvironments = NO_ENVIRONMENTS,
): { settings: { argus: Record<string, unknown> } } {
  return {
    settings: {
      argus: {
        codeLens: setting("codeLens"),
        timeout: setting("timeout"),
        forwardedFor: setting("forwardedFor"),
        caFile: setting("caFile"),
        clientCertificate: clientCertificates(),
        profiles: profilesForWorker(agreed),
        activeProfile: activeProfileName(),
        languageFeatures: setting("languageFeatures"),
        environmentVariables: keepsEnvironment(),
        isRemote: env.remoteName !== undefined,
        variableFiles: workspace.isTrusted,
        httpEnvironments: environments.workspace,
        documentEnvironments: environments.documents,
        otherExtensions: OTHER_EXTENSIONS.filter((id) => extensions.getExtension(id) !== undefined),
      },
    },
  };
}

/** Only the parts of profiles that the analysis of documents needs. */
function profilesForWorker(agreed: HostAgreement): Record<string, Record<string, unknown>> {
  const profiles = setting("profiles");
  const users = workspace.getConfiguration("argus").inspect("profiles")?.globalValue;
  return Object.fromEntries(
    profileNames().map((name) => {
      const own = stringsIn(entryOf(entryOf(users, name), "hosts"));
      const all = stringsIn(entryOf(entryOf(profiles, name), "hosts"));
      // A host that a workspace adds would receive a token, so the person has to agree first.
      const hosts = [...new Set([...own, ...all.filter((host) => agreed.has(name, host))])];
      const profile = entryOf(profiles, name);
      const [forwardedFor, url, header, headerValue] = ["forwardedFor", "url", "header", "headerValue"].map((key) =>
        entryOf(profile, key),
      );
      return [name, { forwardedFor, url, hosts, header, headerValue }];
    }),
  );
}

function entryOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function stringsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

/** The sections of settings with an `environmentVariables` in them: those of REST Client and httpYac. */
const VARIABLE_SECTIONS = ["rest-client", "httpyac"];

/** Does an event change variables in the settings of other extensions? */
export function affectsVariables(event: ConfigurationChangeEvent): boolean {
  return VARIABLE_SECTIONS.some((section) => event.affectsConfiguration(`${section}.environmentVariables`));
}

/** Variables in the settings of other extensions, by section, for the worker. It reads none in an untrusted folder. */
export function variableSettings(): Record<string, unknown> {
  const { isTrusted, workspaceFolders = [] } = workspace;
  const of = (section: string, folder?: Uri): unknown =>
    isTrusted ? workspace.getConfiguration(section, folder).get("environmentVariables") : {};
  return Object.fromEntries(
    VARIABLE_SECTIONS.map((section) => {
      const environmentVariables = of(section) ?? {};
      const inFolders = workspaceFolders
        .map(({ uri }) => [uri.toString(), of(section, uri) ?? {}] as const)
        // An entry that changes nothing would make the worker announce new facts after each start.
        .filter(([, own]) => !isDeepStrictEqual(own, environmentVariables));
      return [section, { environmentVariables, folderEnvironmentVariables: Object.fromEntries(inFolders) }];
    }),
  );
}
