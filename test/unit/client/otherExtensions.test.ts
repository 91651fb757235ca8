import assert from "node:assert/strict";
import type { TextDocument, Uri } from "vscode";
import { ForeignDocuments } from "../../../client/src/documents/foreignDocuments.ts";
import manifest from "../../../package.json" with { type: "json" };
import { standIn } from "../../host/standIn/state.ts";
import { documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const URI = "file:///workspace/test.http";

/** VS Code does not say who runs a command: here it is an extension, without the person's knowledge. */
describe("another extension that runs our commands", () => {
  const setup = useClient();
  beforeEach(async () => {
    setup.open({
      recorder: { calls: [] },
      environmentOffer: { make: () => undefined },
      extension: { packageJSON: manifest },
    });
    standIn.answer = setup.enterKey;
    assert.equal(await setup.window.run("argus.setCredential", "default", "apiKey"), true);
    assert.equal(await setup.window.run("argus.getToken"), true);
    standIn.isPerson = false;
    standIn.messages = [];
  });

  it("gets no token by Copy Token, whatever it passes, until the person agrees", async () => {
    for (const args of [
      [],
      ["default"],
      ["default", ""],
      ["default", "proof"],
      ["default", undefined],
      [undefined, true],
    ]) {
      assert.equal(await setup.window.run("argus.copyToken", ...args), false, JSON.stringify(args));
    }
    assert.equal(standIn.clipboard, "");
    assert.equal(standIn.messages.length, 6);
    for (const text of standIn.messages) assert.equal(text, "Copy the token of “default” to the clipboard?");
  });

  it("gets the token of the profile that the person was asked about, and of no other", async () => {
    standIn.set("user", "argus.profiles", {
      default: setup.profile,
      other: { url: setup.sandbox.url, clientId: setup.sandbox.otherClientId },
    });
    standIn.answer = ({ prompt }) =>
      prompt.startsWith("Copy the token of “default”") ? "Copy, and Don't Ask Again in This Window" : undefined;
    assert.equal(await setup.window.run("argus.copyToken", "default"), true);
    assert.match(standIn.clipboard, /^myUserName\//);
    standIn.clipboard = "";
    assert.equal(await setup.window.run("argus.copyToken", "default"), true);
    assert.equal(standIn.messages.length, 1, "the person was asked again");
    standIn.clipboard = "";
    assert.equal(await setup.window.run("argus.copyToken", "other"), false);
    assert.equal(standIn.clipboard, "");
  });

  it("has to ask again once the allowed profile is another one", async () => {
    standIn.answer = () => "Copy, and Don't Ask Again in This Window";
    assert.equal(await setup.window.run("argus.copyToken"), true);
    [standIn.clipboard, standIn.messages] = ["", []];
    standIn.answer = () => undefined;
    standIn.set("user", "argus.profiles", {
      default: { url: setup.sandbox.url, clientId: setup.sandbox.otherClientId },
    });
    assert.equal(await setup.window.run("argus.copyToken"), false);
    assert.equal(standIn.clipboard, "");
    assert.match(standIn.messages[0] ?? "", /^Copy the token/);
  });

  it("cannot forge the status bar's own link, which copies at once", async () => {
    assert.equal(await setup.window.run("argus.copyToken", "default", setup.window.copies.proof), true);
    assert.match(standIn.clipboard, /^myUserName\//);
    assert.deepEqual(standIn.messages, []);
    assert.notEqual(setup.open().copies.proof, setup.window.copies.proof);
  });

  it("cannot have credentials deleted, or a host added, without a question", async () => {
    assert.equal(await setup.window.run("argus.forgetCredentials", "default"), false);
    assert.equal(await setup.window.run("argus.addHost", "default", "evil.example"), false);
    assert.equal(standIn.messages.length, 2);
    assert.deepEqual(Object.keys((standIn.settings.user["argus.profiles"] as { default: object }).default), [
      "url",
      "clientId",
    ]);
    assert.equal(await setup.window.run("argus.getToken"), true, "the key was deleted");
  });

  it("gets no token by any command with any argument: no document is edited, and nothing is copied", async () => {
    const text = `GET ${setup.sandbox.url}/one\n`;
    const [file] = [documentOf(text)];
    const git = { ...file, uri: { ...file.uri, scheme: "git", toString: () => "git:/workspace/test.http" } };
    const cell = { ...file, uri: { ...file.uri, scheme: "vscode-notebook-cell", toString: () => "cell:1" } };
    const situations: readonly (readonly [string, object, boolean])[] = [
      ["a document that nobody sees", file, false],
      ["a cell that nobody sees", cell, false],
      ["the other side of a comparison", git, true],
      ["a document that is closed", { ...file, isClosed: true }, true],
    ];
    const token = setup.window.sessions.held().get("default")!.accessToken;
    const thrower = {
      get uri(): never {
        throw new Error(token);
      },
    };
    for (const [what, document, isSeen] of situations) {
      const uri = (document as typeof file).uri.toString();
      standIn.documents = [document as typeof file];
      standIn.hidden = isSeen ? undefined : document;
      const given: readonly (readonly unknown[])[] = [
        ...[[uri, 0], [uri, 0, "literal"], [{ uri, line: 0 }], [uri, NaN], [uri, -1], [uri, 1e9], [uri, {}]],
        ...[
          ["default"],
          ["default", "literal"],
          ["default", true],
          ["default", setup.window.sessions],
          [{ uri: [uri] }],
        ],
        ...[[], [null], [undefined, 0], [1], [thrower], [[uri, 0]], [uri, 0, "literal", setup.window.copies]],
      ];
      for (const command of standIn.commands.keys()) {
        // Its questions are tested above; without one it only closes the connection.
        if (command === "argus.signOut") continue;
        for (const args of given) {
          await setup.window.run(command, ...args);
          const where = `${command} with ${what}`;
          assert.equal(standIn.edits, 0, where);
          // Of any token: a command may have fetched another one.
          assert.doesNotMatch(standIn.clipboard, /myUserName\//, where);
        }
      }
    }
    assert.doesNotMatch(standIn.messages.join("\n"), /myUserName\//);
    assert(!standIn.messages.join("\n").includes("were deleted"), "deleted where there was nothing");
    assert(standIn.commands.size > 25);
  }).timeout(60_000);

  it("cannot make a host look like another one", async () => {
    // The first letter is Cyrillic.
    assert.equal(await setup.window.run("argus.addHost", "default", "аpi.example"), false);
    assert.deepEqual(standIn.messages, ["Add xn--pi-6kc.example to the hosts of “default”?"]);
    assert.equal(await setup.window.run("argus.addHost", "default", "*"), false);
    assert.match(standIn.messages[1] ?? "", /has an error in default: hosts/);
  });

  it("gets no token into a document that it keeps to itself, shown or not", async () => {
    const hidden = documentOf(`GET ${setup.sandbox.url}/one\n`);
    standIn.documents = [hidden];
    standIn.hidden = hidden;
    assert.equal(await setup.window.run("argus.insertToken", URI, 0, "literal"), false);
    assert.match(standIn.messages[0] ?? "", /not open in any tab/);
    // Like the editor's notification of an untitled document created with text.
    standIn.hidden = undefined;
    const trap = { ...hidden, uri: { ...hidden.uri, scheme: "untitled" }, isUntitled: true };
    standIn.documents = [trap];
    standIn.opened.fire(trap);
    standIn.messages = [];
    for (const command of ["argus.insertToken", "argus.refreshTokens"]) {
      assert.equal(await setup.window.run(command, URI, 0, "literal"), false, command);
    }
    assert.deepEqual(standIn.messages, ["Write a token into “test.http”?", "Write a token into “test.http”?"]);
    assert.equal(standIn.edits, 0);
    standIn.answer = () => "Write Token";
    assert.equal(await setup.window.run("argus.insertToken", URI, 0, "literal"), true);
    assert.equal(await setup.window.run("argus.insertToken", URI, 0, "literal"), true);
    const questions = standIn.messages.filter((text) => text.startsWith("Write a token"));
    assert.equal(questions.length, 3, "the person was asked twice");
  });
});

describe("documents of other extensions", () => {
  const untitled = (text: string): TextDocument =>
    ({
      uri: { scheme: "untitled", toString: () => "untitled:Untitled-1" } as Partial<Uri> as Uri,
      isUntitled: true,
      getText: () => text,
    }) as TextDocument;

  it("are untitled ones that open with a text, unless it is ours or only its language changed", () => {
    standIn.reset();
    const foreign = new ForeignDocuments({ fsPath: "/storage/argus-tokens" } as never);
    standIn.opened.fire(untitled(""));
    assert.equal(foreign.mayBeTrap(untitled("GET /typed")), false);
    // What VS Code does for another language.
    standIn.closed.fire(untitled("GET /typed"));
    standIn.opened.fire(untitled("GET /typed"));
    assert.equal(foreign.mayBeTrap(untitled("GET /typed")), false);
    standIn.closed.fire(untitled("GET /typed"));
    standIn.closed.fire({ ...untitled(""), uri: { toString: () => "file:///other" } });
    standIn.opened.fire(untitled("GET /theirs"));
    assert.equal(foreign.mayBeTrap(untitled("GET /theirs")), true);
    foreign.accept(untitled("GET /theirs"));
    assert.equal(foreign.mayBeTrap(untitled("GET /theirs")), false);
    // The next untitled document has the same number.
    standIn.closed.fire(untitled("GET /theirs"));
    standIn.closed.fire({ ...untitled(""), uri: { toString: () => "file:///other" } });
    standIn.opened.fire(untitled("GET /another"));
    assert.equal(foreign.mayBeTrap(untitled("GET /another")), true);
    foreign.dispose();
    standIn.reset();
  });
});
