import assert from "node:assert/strict";
import { until } from "../../host/until.ts";
import { standIn } from "../../host/standIn/state.ts";
import { answer, type ClientWindow, Storage } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

describe("a person's request for a token", () => {
  const setup = useClient();
  const { open } = setup;
  beforeEach(() => {
    standIn.answer = setup.enterKey;
  });

  /** Holds token calls until the test releases them. @param most how many of them */
  function hold(most = Infinity) {
    let release: () => void = () => undefined;
    let begun = 0;
    const held = new Promise<void>((resolve) => (release = resolve));
    standIn.pause = (where) => {
      if (where !== "worker: argus/token" || begun >= most) return Promise.resolve();
      begun += 1;
      return held;
    };
    return { begun: () => begun, release };
  }

  /** A window with a token, and a background renewal that has not finished. */
  async function renewing() {
    const window = open();
    assert.equal(await window.run("argus.getToken"), true);
    const first = window.sessions.held().get("default")!.accessToken;
    const calls = hold();
    const renewal = window.tokens.renew("default", first);
    await until("the call", () => calls.begun() > 0);
    const { release } = calls;
    return { window, first, release, renewal };
  }

  const token = (window: ClientWindow) => window.sessions.held().get("default")?.accessToken;

  it("asks for the passphrase of a certificate that none or the wrong one is stored for, then tries again", async () => {
    const reasons = ["clientCertificateLocked", "clientCertificatePassphrase", "proxyClientCertificatePassphrase"];
    const refused = (reason: string) => ({
      ok: false,
      error: { code: "tls", message: "Nothing was sent", reason, help: ["enterPassphrase"] },
    });
    standIn.set("user", "argus.clientCertificate", { "127.0.0.1": { certFile: "/keys/client.pem" } });
    for (const reason of reasons) {
      let calls = 0;
      const send = (...call: Parameters<typeof answer>): unknown => {
        if (call[0] === "argus/token") calls += 1;
        return calls === 1 ? refused(reason) : answer(...call);
      };
      const window = open({ worker: { send } }, new Storage());
      standIn.questions.length = 0;
      standIn.answer = ({ prompt }) =>
        prompt.startsWith("Passphrase of")
          ? "open sesame"
          : prompt.startsWith("API key")
            ? setup.sandbox.apiKey
            : undefined;
      assert.equal(await window.run("argus.getToken"), true, `${reason}: ${standIn.messages.join()}`);
      assert.equal(standIn.questions.filter(({ prompt }) => prompt.startsWith("Passphrase of")).length, 1, reason);
      assert.equal(calls, 2);
    }
  });

  it("shows progress and can be cancelled while it waits for a slow background renewal", async () => {
    const { window, first, release, renewal } = await renewing();
    const getting = window.run("argus.getToken");
    const [shown] = await until("the progress", () => standIn.progress.length > 0 && standIn.progress);
    assert.match(shown!.title, /getting a token for default/);
    assert.equal(window.sessions.state("default").kind, "fetching");
    shown!.cancel();
    assert.equal(await getting, false);
    assert.equal(window.sessions.state("default").kind, "live");
    assert.deepEqual(standIn.messages, []);
    release();
    assert.deepEqual(await renewal, { kind: "renewed" }, "the renewal was cancelled too");
    assert.notEqual(token(window), first);
    assert.equal(setup.sandbox.requests.length, 2);
  });

  it("shares the token of a renewal under way", async () => {
    const { window, first, release } = await renewing();
    const getting = window.run("argus.getToken");
    await until("the wait", () => window.sessions.state("default").kind === "fetching");
    release();
    assert.equal(await getting, true);
    assert.notEqual(token(window), first);
    assert.equal(setup.sandbox.requests.length, 2);
  });

  for (const command of ["argus.signOut", "argus.forgetCredentials"]) {
    for (const where of ["another window", "this window"]) {
      it(`ends with a sentence when ${command} runs in ${where} meanwhile`, async () => {
        const { window, release, renewal } = await renewing();
        const getting = window.run("argus.getToken");
        await until("the wait", () => window.sessions.state("default").kind === "fetching");
        const other = where === "this window" ? window : open();
        assert.equal(await other.run(command, "default"), true);
        standIn.messages = [];
        release();
        assert.equal(await getting, false);
        assert.equal(standIn.messages.length, 1);
        assert.match(standIn.messages[0]!, /^The new token of “default” was not kept: you signed out/);
        assert.deepEqual(await renewal, { kind: "impossible" });
        assert.equal(token(window), undefined);
        assert(![...setup.storage.secrets.values()].some((text) => text.includes("accessToken")));
        standIn.answer = () => undefined;
        const isSignedOut = command === "argus.signOut";
        assert.equal(await window.run("argus.getToken"), isSignedOut, "the credential");
      });
    }
  }

  it("outlives the renewal it joined when another window had signed out before", async () => {
    const { window, first, release, renewal } = await renewing();
    assert.equal(await open().run("argus.signOut", "default"), true);
    const getting = window.run("argus.getToken");
    await until("the wait", () => window.sessions.state("default").kind === "fetching");
    release();
    assert.equal(await getting, true);
    await renewal;
    assert.notEqual(token(window), first);
    assert.notEqual(token(window), undefined);
  });

  it("is cancelled with its last waiter", async () => {
    const window = open();
    assert.equal(await window.run("argus.getToken"), true);
    setup.sandbox.fail({ kind: "late", ms: 5000 });
    const both = [window.run("argus.getToken"), window.run("argus.getToken")];
    await until("both to wait", () => standIn.progress.length === 2);
    await setup.sandbox.seen(() => setup.sandbox.requests.length === 2);
    standIn.progress[0]!.cancel();
    assert.equal(await both[0], false);
    assert.equal(setup.sandbox.requests[1]!.aborted, false);
    standIn.progress[0]!.cancel();
    assert.equal(await both[1], false);
    await setup.sandbox.seen(({ aborted }) => aborted);
    assert.equal(await window.run("argus.getToken"), true, "joined a cancelled call");
  });

  it("does not join a call with an older credential", async () => {
    const window = open();
    assert.equal(await window.run("argus.getToken"), true);
    const { release, begun } = hold(1);
    const old = window.run("argus.getToken");
    await until("the call", () => begun() > 0);
    assert.equal(await window.run("argus.setCredential", "default", "apiKey"), true);
    const next = window.run("argus.getToken");
    release();
    assert.deepEqual(await Promise.all([old, next]), [false, true]);
    assert.match(standIn.messages.join(), /changed the credential meanwhile/);
  });

  it("makes one call and asks one question for a hundred commands", async () => {
    const window = open();
    const done = await Promise.all(Array.from({ length: 100 }, () => window.run("argus.getToken")));
    assert(done.every((worked) => worked));
    assert.equal(setup.sandbox.requests.length, 1);
    assert.equal(standIn.questions.length, 1);
  });

  it("says once that a key that Argus refuses stays in use", async () => {
    const window = open();
    standIn.answer = ({ prompt, choices = [] }) =>
      prompt.startsWith("API key") ? "1/2/aWrongKey" : choices.find((choice) => choice === "Save Without Testing");
    assert.equal(await window.run("argus.getToken"), false);
    assert.equal(await window.run("argus.getToken"), false);
    assert.deepEqual(
      standIn.messages.map((message) => message.includes("What you entered stays in use")),
      [true, false],
    );
  });

  it("gets the worker's own failure, to which no layer of the client adds a word", async () => {
    const refused = {
      ok: false,
      error: { code: "connect", message: "Could not reach it.", profile: "default", credential: "apiKey" },
    };
    let isDown = false;
    const send = (...call: Parameters<typeof answer>): unknown =>
      isDown && call[0] === "argus/token" ? refused : answer(...call);
    const window = open({ worker: { send } });
    assert.equal(await window.run("argus.getToken"), true);
    isDown = true;
    const got = await window.signIn.fetch("default");
    assert(!got.ok);
    assert.equal(got, refused);
  });

  it("asks for a credential only after the core has said that one is needed", async () => {
    const window = open();
    const profile = await window.signIn.profile();
    assert(profile.ok);
    for (const obtained of [await window.tokens.obtain(profile.value), await window.tokens.fetch(profile.value)]) {
      assert(!obtained.ok);
      assert.equal(obtained.error.code, "needsCredential");
    }
    assert.equal(await window.run("argus.getToken"), true);
    assert.equal(await window.run("argus.signOut"), true);
    const signedOut = await window.tokens.obtain(profile.value);
    assert(!signedOut.ok && signedOut.error.code === "signedOut");
    assert.equal(standIn.questions.length, 1, "the core asked");
  });

  it("announces the token's expiry once, when it happens", async () => {
    const window = open();
    setup.sandbox.setLifetime(1);
    assert.equal(await window.run("argus.getToken"), true);
    const states: string[] = [];
    window.sessions.onDidChange(() => states.push(window.sessions.state("default").kind));
    await until("the announcement", () => states.length > 0);
    assert.deepEqual(states, ["expired"]);
  });
});
