import assert from "node:assert/strict";
import type { ArgusRequests } from "../../../common/protocol/requests.ts";
import { standIn } from "../../host/standIn/state.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { answer, clientWindow } from "./clientWindow.ts";

describe("a token call", () => {
  let sandbox: Sandbox;
  let window: ReturnType<typeof clientWindow>;
  /** Whether each token call was marked as one that no person asked for. */
  let marks: boolean[];
  beforeEach(async () => {
    standIn.reset();
    sandbox = await startSandbox();
    standIn.set("user", "argus.profiles", { default: { url: sandbox.url, clientId: sandbox.clientId } });
    standIn.answer = ({ prompt }) => (prompt.startsWith("API key") ? sandbox.apiKey : undefined);
    marks = [];
    window = clientWindow(undefined, {
      worker: {
        send: (method: keyof ArgusRequests, params: { background?: boolean }): unknown => {
          if (method === "argus/token") marks.push(params.background === true);
          return answer(method, params);
        },
      },
    });
  });
  afterEach(async () => {
    window.close();
    standIn.reset();
    await sandbox.close();
  });

  it("is marked as one in the background if it renews a token, and not if a person gets one", async () => {
    assert.equal(await window.run("argus.getToken"), true);
    const due = window.sessions.held().get("default")?.accessToken ?? "";
    assert.deepEqual(await window.tokens.renew("default", due), { kind: "renewed" });
    assert.deepEqual(marks, [false, true]);
  });
});
