/** A registry to publish to, with its own program. */
export interface Registry {
  title: string;
  command: readonly string[];
  /** Has the program ask the forge for a short-lived token (OIDC): it takes none from us. */
  identity: string;
  /** Environment variables that point the program at another address, with a dummy token. */
  elsewhere: (url: string) => Record<string, string>;
}

export const MARKETPLACE: Registry = {
  title: "Marketplace",
  command: ["npx", "vsce", "publish"],
  identity: "--azure-credential",
  elsewhere: (url) => ({ VSCE_MARKETPLACE_URL: url, VSCE_PAT: "rehearsal" }),
};

export const OPEN_VSX: Registry = {
  title: "Open VSX",
  command: ["npx", "--yes", "ovsx@1.4.0", "publish"],
  identity: "--trusted-publishing",
  elsewhere: (url) => ({ OVSX_REGISTRY_URL: url, OVSX_PAT: "rehearsal" }),
};

export const REGISTRIES: readonly Registry[] = [MARKETPLACE, OPEN_VSX];

/** The command that publishes a VSIX. */
export function publishCommand({ command, identity }: Registry, vsix: string): string[] {
  return [...rehearsalCommand({ command }, vsix), identity];
}

/** The same command without an identity, for the environment of {@link Registry.elsewhere}. */
export function rehearsalCommand({ command }: Pick<Registry, "command">, vsix: string): string[] {
  return [...command, "--skip-duplicate", "--packagePath", vsix];
}
