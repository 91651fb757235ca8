import assert from "node:assert/strict";
import { plainReport } from "../../../client/src/answers/plainReport.ts";
import { Reports } from "../../../client/src/answers/reports.ts";
import { ResultDocuments } from "../../../client/src/answers/resultDocuments.ts";
import { callDocument } from "../../../client/src/calls/callDocument.ts";
import { Redactor } from "../../../common/redaction.ts";
import { standIn } from "../../host/standIn/state.ts";
import { extensions, TabInputWebview, window } from "../../host/standIn/vscode.ts";
import { CALL } from "./calls.ts";

const PREVIEW = "markdown.showPreview";

describe("a report", () => {
  const original = { ...extensions };
  const tabs = window.tabGroups as unknown as { activeTabGroup: { activeTab: object | undefined } };
  let reports: Reports;
  let redactor: Redactor;
  /** What the preview was opened with. */
  let previewed: unknown[][];
  beforeEach(() => {
    standIn.reset();
    redactor = new Redactor("my/secret");
    previewed = [];
    reports = new Reports(new ResultDocuments(), redactor);
    Object.assign(extensions, { getExtension: () => ({}) });
  });
  afterEach(() => {
    Object.assign(extensions, original);
    tabs.activeTabGroup.activeTab = undefined;
    standIn.reset();
  });

  const preview = (): void => {
    standIn.commands.set(PREVIEW, (...args) => previewed.push(args));
  };

  it("opens rendered, and stays when another Markdown file is opened", async () => {
    preview();
    await reports.show("Argus diagnosis", "# Report");
    const [uri, , options] = previewed[0] ?? [];
    assert.match(String(uri), /^argus-result:\/Argus diagnosis [\d.]+\.md/);
    assert.deepEqual(options, { locked: true });
    assert.deepEqual(standIn.shown, []);
  });

  it("opens as its source where the preview is disabled or fails", async () => {
    standIn.commands.set(PREVIEW, () => Promise.reject(new Error("no webview")));
    await reports.show("Argus diagnosis", "# Report");
    Object.assign(extensions, { getExtension: () => undefined });
    await reports.show("Argus diagnosis", "# Report");
    assert.deepEqual(standIn.shown, ["document", "document"]);
  });

  it("is copied as plain text, without secrets that became known since", async () => {
    preview();
    await reports.show("Argus diagnosis", "# Report\n\n- **ok** my/secret later/secret");
    redactor.add("later/secret");
    assert.equal(await reports.copy(), true);
    assert.equal(standIn.clipboard, "Report\n\n- ok [redacted] [redacted]\n");
  });

  it("is copied if its preview is in the active tab, whichever was opened last", async () => {
    preview();
    await reports.show("Argus diagnosis", "first");
    await reports.show("Argus token", "second");
    await reports.copy();
    assert.equal(standIn.clipboard, "second\n");
    const name = decodeURI(String(previewed[0]?.[0])).replace(/^[^/]*\/|\?.*$/g, "");
    const input = new TabInputWebview("mainThreadWebview-markdown.preview");
    tabs.activeTabGroup.activeTab = { label: `[Preview] ${name}`, input };
    await reports.copy();
    assert.equal(standIn.clipboard, "first\n");
  });

  it("tells the editor whether its button has something to copy", () => {
    const set: unknown[][] = [];
    standIn.commands.set("setContext", (...args) => set.push(args));
    const changed: (() => void)[] = [];
    const { onDidChangeTabs } = window.tabGroups;
    Object.assign(window.tabGroups, { onDidChangeTabs: (listener: () => void) => changed.push(listener) });
    new Reports(new ResultDocuments(), redactor);
    Object.assign(window.tabGroups, { onDidChangeTabs });
    for (const fire of changed) fire();
    assert.deepEqual(set, [["argus.isReport", false]]);
  });

  it("that was never opened is not copied", async () => {
    assert.equal(await reports.copy(), false);
  });
});

describe("a report as plain text", () => {
  it("keeps code and loses the markup", () => {
    const text = plainReport(
      "# Title\n\n**Bold \\*word\\*.**\n\n<details><summary>Evidence</summary>\n\n- {{\\$a\\_b}}\n\n</details>\n\n````\n# no \\_title\n```\n````\n",
    );
    assert.equal(text, "Title\n\nBold *word*.\n\nEvidence\n\n- {{$a_b}}\n\n\n# no \\_title\n```\n");
  });

  it("reads like the call that it is about", () => {
    const url = "https://argus.example/a_b_c/![x](https://evil.example/x.png)/$x$";
    const markdown = callDocument({ ...CALL, url });
    assert(!markdown.includes("![x]("), markdown);
    assert(plainReport(markdown).includes("/a_b_c/![x]"), plainReport(markdown));
    assert(plainReport(markdown).includes("/$x$\n"));
  });
});
