import assert from "node:assert/strict";
import { env, TabInputWebview, type TextDocument, window, workspace } from "vscode";
import { run, until } from "./setup.ts";

/** A report that is open in a preview: its Markdown, and what “Copy for a Ticket” copies. */
export async function readReport(name: string): Promise<{ document: TextDocument; text: string; copied: string }> {
  const file = await until(`the preview of ${name}`, () => {
    const { activeTab } = window.tabGroups.activeTabGroup;
    return activeTab?.input instanceof TabInputWebview && new RegExp(`${name} [\\d.]+\\.md`).exec(activeTab.label)?.[0];
  });
  const document = await until("its document", () =>
    workspace.textDocuments.find(({ uri: { scheme, path } }) => scheme === "argus-result" && path === `/${file}`),
  );
  assert.equal(await run("argus.copyReport"), true);
  const copied = await env.clipboard.readText();
  await env.clipboard.writeText("");
  return { document, text: document.getText(), copied };
}
