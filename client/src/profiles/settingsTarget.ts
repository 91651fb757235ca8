import * as l10n from "@vscode/l10n";
import { commands, ConfigurationTarget, workspace } from "vscode";
import type { Outcome } from "../failures/failure.ts";
import { placeOf, saveSetting } from "../settings.ts";

/** Which settings contain a profile. */
export type Owner = "user" | "workspace";

type Profiles = Readonly<Record<string, unknown>>;

const TARGETS = { user: ConfigurationTarget.Global, workspace: ConfigurationTarget.Workspace } as const;

/** A profile's effective settings, unchecked; `undefined` if they are not an object. */
export function writtenProfile(name: string): Profiles | undefined {
  return objectOf(objectOf(workspace.getConfiguration("argus").get("profiles"))?.[name]);
}

/** Which settings contain a profile; the workspace's come before the user's. */
export function ownerOf(name: string): Owner {
  return profilesOf("workspace")[name] === undefined ? "user" : "workspace";
}

/** Can a profile be saved in the workspace's settings? There must be a workspace that is trusted. */
export function hasWorkspaceSettings(): boolean {
  return workspace.isTrusted && (workspace.workspaceFile ?? workspace.workspaceFolders?.[0]) !== undefined;
}

/** The file with the workspace's settings. */
export function workspaceSettingsFile(): string {
  const { workspaceFile } = workspace;
  return workspaceFile === undefined
    ? ".vscode/settings.json"
    : workspaceFile.path.slice(workspaceFile.path.lastIndexOf("/") + 1);
}

/** Which settings a profile's URL comes from, as a sentence. */
export function urlSource(name: string): string {
  return objectOf(profilesOf("workspace")[name])?.["url"] === undefined
    ? l10n.t("Its URL is set in your user settings.")
    : l10n.t("Its URL is set by this workspace, in {0}.", workspaceSettingsFile());
}

/** Which settings decide a profile, as a sentence. A workspace that sets part of it decides that part. */
export function settingsSource(name: string): string {
  return profilesOf("workspace")[name] === undefined
    ? l10n.t("Its settings come from your user settings.")
    : l10n.t("This workspace sets it in {0}, which takes precedence over your user settings.", workspaceSettingsFile());
}

/** Writes a profile and keeps the others. */
export async function saveProfile(name: string, profile: Profiles, owner: Owner): Promise<void> {
  const profiles = { ...profilesOf(owner), [name]: profile };
  await workspace.getConfiguration("argus").update("profiles", profiles, TARGETS[owner]);
}

/** Writes endpoints to a profile and keeps its others. */
export async function saveEndpoints(name: string, endpoints: Profiles, owner: Owner): Promise<void> {
  const profile = objectOf(profilesOf(owner)[name]) ?? {};
  await saveProfile(name, { ...profile, endpoints: { ...objectOf(profile["endpoints"]), ...endpoints } }, owner);
}

/** Adds a host to a profile in its settings, unless it is already there. */
export async function saveHost(name: string, host: string, owner: Owner): Promise<void> {
  const profile = objectOf(profilesOf(owner)[name]) ?? {};
  const hosts = Array.isArray(profile["hosts"]) ? (profile["hosts"] as unknown[]) : [];
  if (!hosts.includes(host)) await saveProfile(name, { ...profile, hosts: [...hosts, host] }, owner);
}

/** Opens the settings that contain a profile, at the right line. */
export async function showProfiles(owner: Owner): Promise<void> {
  const file = owner === "user" ? "workbench.action.openSettingsJson" : "workbench.action.openWorkspaceSettingsFile";
  await commands.executeCommand(file, { revealSetting: { key: "argus.profiles" } });
}

/**
 * Makes a profile active: in the settings that already name an active profile, else in those that contain it. Errors:
 * `settingFailed`.
 */
export function setActiveProfile(name: string, owner: Owner): Promise<Outcome<void>> {
  const isWorkspaces = placeOf("activeProfile") === "workspace";
  return saveSetting("activeProfile", name, isWorkspaces ? "workspace" : owner);
}

function profilesOf(owner: Owner): Profiles {
  const { globalValue, workspaceValue } = workspace.getConfiguration("argus").inspect("profiles") ?? {};
  return objectOf(owner === "user" ? globalValue : workspaceValue) ?? {};
}

function objectOf(value: unknown): Profiles | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Profiles) : undefined;
}
