import assert from "node:assert/strict";
import type { ArgusRequests } from "../../../common/protocol/requests.ts";
import type { LogOutputChannel } from "vscode";
import { AutoRefresh } from "../../../client/src/tokens/autoRefresh.ts";
import { standIn } from "../../host/standIn/state.ts";
import { until } from "../../host/until.ts";
import { answer, documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

describe("a token call", () => {
  const setup = useClient();
  /** Whether each token call was marked as one that no person asked for. */
  let marks: boolean[];
  beforeEach(() => {
    standIn.answer = setup.enterKey;
    marks = [];
    setup.open({
      worker: {
        send: (method: keyof ArgusRequests, params: { background?: boolean }): unknown => {
          if (method === "argus/token") marks.push(params.background === true);
          return answer(method, params);
        },
      },
    });
  });

  it("is marked as one in the background if it renews a token, and not if a person gets one", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    const due = setup.window.sessions.held().get("default")?.accessToken ?? "";
    assert.deepEqual(await setup.window.tokens.renew("default", due), { kind: "renewed" });
    assert.deepEqual(marks, [false, true]);
  });

  it("is made by nothing that happens in a window, unless a person or a setting wants it", async () => {
    const { sessions, signIn, tokens } = setup.window;
    const log = { error: () => undefined, warn: () => undefined } as unknown as LogOutputChannel;
    assert.equal(await setup.window.run("argus.getToken"), true);
    let now = Date.now();
    const refresh = new AutoRefresh({ sessions, signIn, log, tokens, now: () => now });
    const happen = async (): Promise<void> => {
      now += 3_600_000;
      for (const focused of [false, true]) standIn.windowState.fire({ focused, active: focused });
      standIn.set("workspace", "argus.activeProfile", "default");
      for (const event of [standIn.opened, standIn.closed]) event.fire(documentOf(`GET ${setup.sandbox.url}/\n`));
      for (const event of [standIn.activeChanged, standIn.editorsChanged]) event.fire(undefined);
      await tokens.reload();
      await new Promise(setImmediate);
    };
    try {
      await happen();
      // A call would only have begun by now, but it would be planned.
      assert.equal(refresh.state("default").kind, "off");
      assert.deepEqual(marks, [false]);
      standIn.set("user", "argus.autoRefresh", "session");
      await happen();
      await until("the renewal that the setting wants", () => marks.length === 2);
      assert.deepEqual(marks, [false, true]);
    } finally {
      refresh.dispose();
    }
  });

  it("that returns the very same token, as a cache does, is repeated at the end of that token", async () => {
    standIn.set("user", "argus.autoRefresh", "session");
    setup.sandbox.cacheTokens(true);
    assert.equal(await setup.window.run("argus.getToken"), true);
    const { sessions, signIn, tokens } = setup.window;
    const { accessToken, expiresAt } = sessions.held().get("default")!;
    const renewal = await tokens.renew("default", accessToken);
    assert(renewal.kind === "unchanged" && Math.abs(renewal.expiresAt - expiresAt) < 30_000, JSON.stringify(renewal));
    assert.equal(sessions.held().get("default")?.expiresAt, expiresAt);

    const calls: string[] = [];
    const renew = (_name: string, due: string) =>
      Promise.resolve((calls.push(due), { kind: "unchanged", expiresAt } as const));
    const log = { error: () => undefined } as unknown as LogOutputChannel;
    let now = Date.now();
    const refresh = new AutoRefresh({ sessions, signIn, log, tokens: { renew }, now: () => now });
    const state = () => refresh.state("default");
    try {
      now = expiresAt - 10_000;
      for (const focused of [false, true]) standIn.windowState.fire({ focused, active: focused });
      await until("the next try", () => {
        const reached = state();
        return reached.kind === "scheduled" && reached.at === expiresAt;
      });
      assert.deepEqual(calls, [accessToken]);
    } finally {
      refresh.dispose();
    }
  });
});
