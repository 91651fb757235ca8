import assert from "node:assert/strict";
import { env, workspace } from "vscode";
import { run, type Setup } from "./setup.ts";

export const TEST = { label: "Get a Token Now" };

export const SAVE = { label: "Save Without Testing" };

export const MORE = { label: "More Settings…" };

/** Stores a profile's API key without a call, so that there is no token so far. */
export async function storeKey(setup: Setup, name = "default"): Promise<void> {
  const { url, clientId, apiKey } = setup.sandbox;
  setup.person([url, clientId, { label: "API Key" }, apiKey, SAVE]);
  assert.equal(await run("argus.editProfile", name), true);
}

export function written(): unknown {
  return workspace.getConfiguration("argus").get("profiles");
}

export async function copied(profile?: string): Promise<string> {
  assert.equal(await run("argus.copyToken", ...(profile === undefined ? [] : [profile])), true);
  const token = await env.clipboard.readText();
  await env.clipboard.writeText("");
  return token;
}
