import assert from "node:assert/strict";
import { tokenAnswer } from "../../../client/src/terminal/answers.ts";
import { ForeignDocuments } from "../../../client/src/documents/foreignDocuments.ts";
import type { TextDocument, Uri } from "vscode";
import { standIn, type Edit } from "../../host/standIn/state.ts";
import { apply } from "../http/helpers.ts";
import { documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln";

describe("a profile whose token has a header of its own", () => {
  const setup = useClient({
    profiles: (own) => ({ logs: { ...own, header: "X-Argus-Token", headerValue: "{token}" } }),
  });
  beforeEach(() => {
    standIn.answer = setup.enterKey;
  });

  const URI = "file:///workspace/test.http";
  const request = (...headers: string[]): string => [`GET ${setup.sandbox.url}/app/logs`, ...headers, ""].join("\n");

  /** Opens a document, whose text then follows the edits. */
  function open(text: string): { text: string } {
    const now = { text };
    const show = (): void => {
      const apply_ = (edits: readonly Edit[]): void => {
        now.text = apply(now.text, [...edits]);
        show();
      };
      standIn.documents = [{ ...documentOf(now.text), apply: apply_ }];
    };
    show();
    return now;
  }

  async function token(): Promise<string> {
    assert.equal(await setup.window.run("argus.getToken", "logs"), true);
    return setup.window.sessions.held().get("logs")!.accessToken;
  }

  it("asks about another value of its header, and never about Authorization", async () => {
    const live = await token();
    standIn.questions = [];
    const document = open(request(`Authorization: Bearer ${JWT}`));
    assert.equal(await setup.window.run("argus.insertToken", URI, 0, "literal"), true);
    assert.equal(document.text, request(`X-Argus-Token: ${live}`, `Authorization: Bearer ${JWT}`));
    assert.deepEqual(
      standIn.questions.filter(({ prompt }) => prompt.startsWith("Replace")),
      [],
    );

    const other = open(request(`X-Argus-Token: ${JWT}`));
    standIn.messages = [];
    assert.equal(await setup.window.run("argus.insertToken", URI, 0, "literal"), false);
    assert.equal(standIn.messages[0], "Replace the request's X-Argus-Token with an Argus token?");
    assert.equal(other.text, request(`X-Argus-Token: ${JWT}`));
  });

  it("is checked and explained by the token in it", async () => {
    const live = await token();
    open(request(`Authorization: Bearer ${JWT}`, `X-Argus-Token: ${live}`));
    assert.equal(await setup.window.run("argus.userinfo", URI, 0), true);
    assert.equal(setup.sandbox.requests.at(-1)?.headers["authorization"], `Bearer ${live}`);

    standIn.messages = [];
    assert.equal(await setup.window.run("argus.explainRefusal", URI, 0), true);
    assert.match(standIn.messages[0] ?? "", /Argus accepts this token of “logs”/);

    open(request(`Authorization: Bearer ${live}`));
    standIn.messages = [];
    assert.equal(await setup.window.run("argus.explainRefusal", URI, 0), true);
    assert.match(standIn.messages[0] ?? "", /carries no token in X-Argus-Token, the profile's header/);
  });

  it("is what the terminal prints", () => {
    const profile = { name: "logs", url: "https://x", clientId: "c", header: "X-Argus-Token", headerValue: "{token}" };
    const held = { accessToken: "myUserName/x", tokenType: "Bearer", issuedAt: 0, expiresAt: 1 };
    const header = (of: object): unknown => tokenAnswer({ profile: { ...profile, ...of }, token: held }).header;
    assert.deepEqual(header({}), { name: "X-Argus-Token", value: "myUserName/x" });
    assert.deepEqual(header({ headerValue: undefined }), { name: "X-Argus-Token", value: "Bearer myUserName/x" });
    assert.deepEqual(header({ header: undefined }), { name: "Authorization", value: "myUserName/x" });
  });

  it("marks other extensions' records of what was sent", () => {
    const uri = { scheme: "untitled", toString: () => "untitled:Untitled-1" } as Partial<Uri> as Uri;
    const isForeign = (text: string): boolean => {
      const foreign = new ForeignDocuments({ fsPath: "/storage/argus-tokens" } as Partial<Uri> as Uri);
      const document = { uri, isUntitled: true, getText: () => text } as TextDocument;
      standIn.opened.fire(document);
      foreign.dispose();
      return foreign.has(document);
    };
    const texts = [
      "GET /\nx-argus-token : a",
      "GET /\nAuthorization: Bearer a",
      "GET /\nX-Argus-Tokens: a",
      "GET /\nAccept: b",
    ];
    assert.deepEqual(texts.map(isForeign), [true, true, false, false]);
  });
});
