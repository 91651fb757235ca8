import assert from "node:assert/strict";
import { authentication, type Disposable, EventEmitter, window } from "vscode";
import { ArgusAuthentication } from "../../client/src/sharing/authenticationProvider.ts";
import { failure, type Outcome } from "../../client/src/failures/failure.ts";
import { SessionWatch } from "../../client/src/session/sessionWatch.ts";
import { Users } from "../../client/src/session/users.ts";
import type { ProfileToken, Renewal } from "../../client/src/tokens/tokens.ts";
import type { TokenValue } from "../../common/protocol/requests.ts";
import { storeKey } from "./profileSteps.ts";
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

  const accountOf = (who: string): string => `default (${who}) – ${new URL(setup.sandbox.url).host}`;
  const accounts = async (): Promise<string[]> => (await authentication.getAccounts("argus")).map(({ label }) => label);

  it("has an account for each profile with a live token, and announces changes", async () => {
    await addProfile(setup.sandbox);
    let changes = 0;
    subscription = authentication.onDidChangeSessions(({ provider }) => {
      if (provider.id === "argus") changes += 1;
    });
    assert.deepEqual(await accounts(), []);
    await storeKey(setup);
    assert(await run("argus.getToken", "default"));
    assert.deepEqual(await accounts(), [accountOf(setup.sandbox.clientId)]);
    await until("the news", () => changes === 1);
    assert(await run("argus.getToken", "default"));
    await until("the news of another token", () => changes === 2);
    assert(await run("argus.signOut", "default"));
    assert.deepEqual(await accounts(), []);
    await until("the news of its end", () => changes === 3);
  });

  it("renews an expired token when an extension asks, but not after a sign-out", async () => {
    await addProfile(setup.sandbox);
    await storeKey(setup);
    let changes = 0;
    subscription = authentication.onDidChangeSessions(() => (changes += 1));
    // Long enough for a busy machine to notice that it lives.
    setup.sandbox.setLifetime(4);
    assert(await run("argus.getToken", "default"));
    await until("the news of its end", () => changes === 2);
    assert.deepEqual(await accounts(), []);
    assert.equal(setup.sandbox.requests.length, 1, "the list of accounts asks for nothing");
    setup.sandbox.setLifetime(300);
    // Nobody has allowed the extension that asks here.
    const ask = () => authentication.getSession("argus", ["profile:default"], { silent: true });
    assert.equal(await ask(), undefined);
    assert.equal(setup.sandbox.requests.length, 3, "a renewal and its user");
    assert.deepEqual(await accounts(), [accountOf("myUserName")]);
    assert(await run("argus.signOut", "default"));
    assert.equal(await ask(), undefined);
    assert.equal(setup.sandbox.requests.length, 3);
  });

  describe("as a provider", () => {
    const changed = new EventEmitter<void>();
    const held = new Map<string, TokenValue>();
    const asked: string[] = [];
    let renewal: Renewal;
    let refusal: Outcome<ProfileToken> | undefined;
    let provider: ArgusAuthentication;
    let watch: SessionWatch;

    const hold = (name: string, value: TokenValue): void => {
      held.set(name, value);
      changed.fire();
    };
    const answer = (how: string, name = "first"): Promise<Outcome<ProfileToken>> => {
      asked.push(`${how} ${name}`);
      if (refusal !== undefined) return Promise.resolve(refusal);
      const value = token(`${how}/${name}`);
      hold(name, value);
      return Promise.resolve({ ok: true, value: { profile: { ...PROFILE, name }, token: value } });
    };
    const tokens = {
      reload: () => Promise.resolve(),
      state: () => ({ kind: "none" }) as const,
      obtain: (name?: string) => answer("obtain", name),
      fetch: (name?: string) => answer("fetch", name),
      renew: (name: string, due: string) => {
        asked.push(`renew ${due}`);
        if (renewal.kind === "renewed") hold(name, token(`renewed/${name}`));
        return Promise.resolve(renewal);
      },
      signOut: (name: string) => {
        asked.push(`signOut ${name}`);
        return Promise.resolve({ ok: true, value: undefined } as const);
      },
    };

    const userLookup = { run: () => Promise.resolve() };
    const unused = (): never => assert.fail("nothing ends at Argus");
    const signOut = {
      profileSecrets: { read: unused },
      worker: { send: unused },
      log: window.createOutputChannel("accounts test", { log: true }),
    };
    after(() => {
      signOut.log.dispose();
    });

    beforeEach(async () => {
      asked.length = 0;
      [renewal, refusal] = [{ kind: "renewed" }, undefined];
      held.clear();
      held.set("default", token("a/token")).set("other", token("b/token"));
      const users = new Users({ get: () => [] as never, update: () => Promise.resolve(), keys: () => [] });
      const sessions = { onDidChange: changed.event, held: () => held, users };
      watch = new SessionWatch(sessions);
      provider = new ArgusAuthentication({ sessions, watch, tokens, signIn: tokens, userLookup, signOut });
      await setProfiles({ other: { ...PROFILE, scope: "openid groups" }, default: PROFILE, old: PROFILE });
    });
    afterEach(() => {
      provider.dispose();
      watch.dispose();
    });

    const found = async (scopes?: string[]): Promise<string[]> =>
      (await provider.getSessions(scopes)).map(({ accessToken }) => accessToken);

    it("returns the sessions for the scopes, the active profile's first", async () => {
      assert.deepEqual(await found(), ["a/token", "b/token"]);
      assert.deepEqual(await found([]), ["a/token", "b/token"]);
      assert.deepEqual(await found(["profile:other"]), ["b/token"]);
      assert.deepEqual(await found(["groups"]), ["b/token"]);
      assert.deepEqual(await found(["email"]), []);
      assert.deepEqual(await found(["profile:old"]), []);
      assert.deepEqual(asked, []);
    });

    it("returns the requested scopes, and lists the granted ones", async () => {
      held.set("other", { ...token("b/token"), scope: "openid groups" });
      const scopes = async (wanted?: string[]) => (await provider.getSessions(wanted)).map((session) => session.scopes);
      assert.deepEqual(await scopes(["groups"]), [["groups"]]);
      assert.deepEqual(await scopes(), [[], ["openid", "groups"]]);
    });

    it("returns an account's session", async () => {
      const account = { id: "other", label: `other (client) – ${new URL(PROFILE.url).host}` };
      assert.deepEqual(await provider.getSessions([], { account }), [
        { id: "other", accessToken: "b/token", account, scopes: [] },
      ]);
    });

    it("hands out no token that is about to expire: it renews it once, or returns none", async () => {
      held.set("old", { ...token("c/token", 1000), issuedAt: Date.now() - 299_000 });
      assert.deepEqual(await found(), ["a/token", "b/token", "c/token"]);
      assert.deepEqual(await found(["profile:old"]), ["renewed/old"]);
      held.set("old", token("dead/token", -1));
      assert.deepEqual(await found(), ["a/token", "b/token"]);
      renewal = { kind: "impossible" };
      assert.deepEqual(await found(["profile:old"]), []);
      assert.deepEqual(await found(["profile:old"]), []);
      assert.deepEqual(asked, ["renew c/token", "renew dead/token"]);
    });

    it("gets a token if there is none, and a new one if VS Code asks for another", async () => {
      assert.equal((await provider.createSession(["profile:old"])).accessToken, "obtain/old");
      assert.equal((await provider.createSession(["profile:other"])).accessToken, "fetch/other");
      const account = { id: "default", label: "default (client)" };
      assert.equal((await provider.createSession([], { account })).accessToken, "fetch/default");
    });

    it("asks which of several profiles is meant", async () => {
      const person = setup.person([{ label: "old" }]);
      assert.equal((await provider.createSession([])).id, "old");
      assert.deepEqual(person.picks[0]?.labels, ["default", "other", "old"]);
      setup.person();
      await assert.rejects(provider.createSession([]), { name: "Canceled" });
      held.clear();
      assert.equal((await provider.createSession([])).id, "default");
    });

    it("explains what it cannot get with a code and a sentence", async () => {
      await assert.rejects(provider.createSession(["email"]), {
        code: "unknownProfile",
        message: "No Argus profile has the scopes email. Add them to one in argus.profiles, or ask for profile:name.",
      });
      refusal = failure("credentialMoved", "old");
      await assert.rejects(provider.createSession(["profile:old"]), {
        code: "credentialMoved",
        message: /^The stored secrets of “old” were entered for another address, so they were not sent\..* enter the/,
      });
      refusal = failure("cancelled");
      await assert.rejects(provider.createSession(["profile:old"]), { name: "Canceled", code: "cancelled" });
    });

    it("creates the first profile for an extension that asks for any", async () => {
      held.clear();
      await setProfiles({});
      assert.equal((await provider.createSession([])).accessToken, "obtain/first");
      await assert.rejects(provider.createSession(["profile:old"]), { code: "unknownProfile" });
    });

    it("announces only sessions that were added, changed or removed", async () => {
      const changes: string[] = [];
      subscription = provider.onDidChangeSessions((event) => {
        for (const kind of ["added", "changed", "removed"] as const) {
          for (const { accessToken, scopes } of event[kind] ?? [])
            changes.push(`${kind} ${accessToken} [${scopes.join()}]`);
        }
      });
      changed.fire();
      hold("default", token("d/token"));
      held.delete("other");
      changed.fire();
      changed.fire();
      await provider.createSession(["profile:old"]);
      hold("old", token("short/token", 50));
      await until("its end", () => {
        changed.fire();
        return changes.length === 5;
      });
      assert.deepEqual(changes, [
        "changed d/token []",
        "removed b/token []",
        "added obtain/old [profile:old]",
        "changed short/token [profile:old]",
        "removed short/token [profile:old]",
      ]);
    });

    it("signs the profile out", async () => {
      await provider.removeSession("other");
      assert.deepEqual(asked, ["signOut other"]);
    });
  });
});
