import assert from "node:assert/strict";
import manifest from "../../../package.json" with { type: "json" };
import { standIn } from "../../host/standIn/state.ts";
import { clientWindow, documentOf } from "./clientWindow.ts";

const URI = "file:///workspace/test.http";
const TEXT = "### List\n# a comment\nGET https://user:pass@api.example/a?access_token=secret\n";
const COMMANDS = "insertToken introspect userinfo explainRefusal storeKey keepFresh showRequestActions".split(" ");

describe("a command on a ### line", () => {
  beforeEach(() => {
    standIn.reset();
    standIn.documents = [documentOf(TEXT)];
  });
  afterEach(() => {
    standIn.reset();
  });

  /** What was said of the request when a command ran at a line. */
  const said = async (command: string, line: number): Promise<string[]> => {
    standIn.statusMessages = [];
    const window = clientWindow(undefined, { extension: { packageJSON: manifest } });
    await window.run(`argus.${command}`, URI, line);
    window.close();
    return standIn.statusMessages.filter((message) => message.includes("###"));
  };

  it("names the request below, without its secrets", async () => {
    for (const command of COMMANDS) {
      const message = "From a ### line, this is for the request below: GET https://api.example/a (line 3)";
      assert.deepEqual(await said(command, 0), [message], command);
      assert.deepEqual(await said(command, 2), [], `${command} in the request itself`);
    }
  });

  it("names it in the menu of the request", async () => {
    await said("showRequestActions", 0);
    assert.deepEqual(standIn.menus, ["Argus: GET https://api.example/a (line 3)"]);
  });
});
