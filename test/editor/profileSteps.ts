import assert from "node:assert/strict";
import { env, workspace } from "vscode";
import { run } from "./setup.ts";

export const TEST = { label: "Get a Token Now" };

export const SAVE = { label: "Save Without Testing" };

export const MORE = { label: "More Settings…" };

export function written(): unknown {
  return workspace.getConfiguration("argus").get("profiles");
}

export async function copied(profile?: string): Promise<string> {
  assert.equal(await run("argus.copyToken", ...(profile === undefined ? [] : [profile])), true);
  const token = await env.clipboard.readText();
  await env.clipboard.writeText("");
  return token;
}
