/**
 * The commands that publish a VSIX. They take no token from us: each requests a short-lived one from the forge (OIDC).
 */
export function publishCommands(vsix: string): string[][] {
  return [
    ["npx", "vsce", "publish", "--azure-credential", "--skip-duplicate", "--packagePath", vsix],
    ["npx", "--yes", "ovsx@1.4.0", "publish", "--trusted-publishing", "--skip-duplicate", "--packagePath", vsix],
  ];
}
