import assert from "node:assert/strict";
import { authentication, type Disposable, EventEmitter } from "vscode";
import { ArgusAuthentication } from "../../client/src/authenticationProvider.ts";
import type { Sessions, SessionState } from "../../client/src/session.ts";
import type { Tokens } from "../../client/src/tokens.ts";
import type { TokenValue } from "../../server/src/protocol.ts";
import { addProfile, run, setProfiles, until, useExtension } from "./setup.ts";

const PROFILE = { url: "https://argus.example", clientId: "client" };

function token(accessToken: string, lifetime = 300_000): TokenValue {
  const now = Date.now();
  return { accessToken, tokenType: "Bearer", issuedAt: now, expiresAt: now + lifetime };
}

describe("Argus among the editor's accounts", () => {
  const setup = useExtension();
  let subscription: Disposable | undefined;
  afterEach(() => {
    subscription?.dispose();
  });

  const accounts = async (): Promise<string[]> => (await authentication.getAccounts("argus")).map(({ id }) => id);

  it("has an account for each profile with a live token, and says when that changes", async () => {
    await addProfile(setup.sandbox);
    let changes = 0;
    subscription = authentication.onDidChangeSessions(({ provider }) => {
      if (provider.id === "argus") changes += 1;
    });
    assert.deepEqual(await accounts(), []);
    setup.person([setup.sandbox.apiKey]);
    assert(await run("argus.setCredential", "default", "apiKey"));
    assert(await run("argus.getToken", "default"));
    assert.deepEqual(await accounts(), ["default"]);
    await until("the news", () => changes === 1);
    assert(await run("argus.getToken", "default"));
    await until("the news of another token", () => changes === 2);
    assert(await run("argus.signOut", "default"));
    assert.deepEqual(await accounts(), []);
    await until("the news of its end", () => changes === 3);
  });

  describe("as a provider", () => {
    const held = new Map<string, TokenValue>();
    const changed = new EventEmitter<void>();
    const signedOut: string[] = [];
    const sessions = {
      onDidChange: changed.event,
      held: () => held,
      state: (name: string): SessionState => {
        const value = held.get(name);
        if (value === undefined) return { kind: "none" };
        return { kind: value.expiresAt > Date.now() ? "live" : "expired", token: value };
      },
    } as unknown as Sessions;
    const tokens = {
      reload: () => Promise.resolve(),
      obtain: (name: string) =>
        Promise.resolve({ ok: true, value: { profile: { ...PROFILE, name }, token: token(`new/${name}`) } }),
      signOut: (name: string) => {
        signedOut.push(name);
        return Promise.resolve({ ok: true, value: undefined });
      },
    } as unknown as Tokens;
    let provider: ArgusAuthentication;
    beforeEach(async () => {
      held.clear();
      held.set("default", token("a/token")).set("other", token("b/token")).set("old", token("c/token", -1));
      provider = new ArgusAuthentication(sessions, tokens);
      const scope = "openid groups";
      await setProfiles({ default: PROFILE, other: { ...PROFILE, scope }, old: PROFILE });
    });
    afterEach(() => {
      provider.dispose();
    });

    const found = async (scopes?: string[]): Promise<string[]> =>
      (await provider.getSessions(scopes)).map(({ accessToken }) => accessToken);

    it("gives what lives alone, by the profile that the scopes ask for", async () => {
      assert.deepEqual(await found(), ["a/token", "b/token"]);
      assert.deepEqual(await found([]), ["a/token"]);
      assert.deepEqual(await found(["profile:other"]), ["b/token"]);
      assert.deepEqual(await found(["profile:old"]), []);
      assert.deepEqual(await found(["groups"]), ["b/token"]);
      assert.deepEqual(await found(["email"]), []);
    });

    it("gives that of an account", async () => {
      const account = { id: "other", label: "other" };
      assert.deepEqual(
        (await provider.getSessions([], { account })).map(({ id }) => id),
        ["other"],
      );
    });

    it("gets a token where none lives, and says in a sentence what it cannot get", async () => {
      assert.equal((await provider.createSession(["profile:old"])).accessToken, "new/old");
      await assert.rejects(provider.createSession(["email"]), {
        message: "No Argus profile has the scopes email: add them to one in argus.profiles, or ask for profile:name.",
      });
    });

    it("signs the profile out", async () => {
      await provider.removeSession("other");
      assert.deepEqual(signedOut, ["other"]);
    });
  });
});
