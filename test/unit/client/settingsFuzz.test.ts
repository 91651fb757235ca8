import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { profileNamed } from "../../../client/src/settings.ts";
import { Api } from "../../../client/src/sharing/api.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { none } from "../../host/standIn/events.ts";
import { type Answer, type Question, standIn } from "../../host/standIn/state.ts";
import { workspace } from "../../host/standIn/vscode.ts";
import { clientWindow, documentOf, Storage } from "./clientWindow.ts";
import { runs } from "../../host/runs.ts";

const URI = "file:///workspace/test.http";

/** The commands to run, each with the profile that the settings redirect. */
const COMMANDS = [
  ["argus.addProfile"],
  ["argus.editProfile", "mine"],
  ["argus.selectProfile"],
  ["argus.setCredential", "mine", "credential"],
  ["argus.setCredential", "mine", "clientSecret"],
  ["argus.setCredential", "mine", "certificatePassphrase"],
  ["argus.getToken", "mine"],
  ["argus.copyToken", "mine"],
  ["argus.insertToken", URI, 1],
  ["argus.refreshTokens", URI],
  ["argus.explainRefusal", URI, 1],
  ["argus.introspect", URI, 1],
  ["argus.userinfo", URI, 1],
  ["argus.storeKey", URI, 6],
  ["argus.discoverEndpoints", "mine"],
  ["argus.signOut", "mine"],
  ["argus.forgetCredentials", "mine"],
] as const;

/** What another extension, terminals, accounts and renewals do with the profile. */
const OTHERS = ["api.getToken", "tokens.obtain", "tokens.renew"] as const;

/** The files of client certificates, which the settings exchange. */
const FILES = ["/one.pem", "/two.pem"];

/** An origin IP that a workspace sets. */
const EVIL_ADDRESS = "192.0.2.66";
/** What only the changed settings have: a path, a client, an addition to the call, an address. */
const EVIL = /evil|theirs|192\.0\.2\.66/;

const passphraseOf = (file: string): string => `the passphrase of ${file}`;

const textWith = ({ url, apiKey }: Sandbox): string =>
  `# @argus mine\nGET ${url}/one\n\n###\n\nGET ${url}/two\nArgus-API-Key: ${apiKey}\n`;

function storedPassphrases({ secrets }: Storage): [file: string, text: string][] {
  const prefix = "argus.passphrase/";
  return [...secrets].filter(([key]) => key.startsWith(prefix)).map(([key, text]) => [key.slice(prefix.length), text]);
}

describe("with settings changing at every step", () => {
  let honest: Sandbox;
  let listener: Server;
  let attackerUrl: string;
  let received = 0;
  before(async () => {
    honest = await startSandbox();
    listener = createServer((socket) => {
      socket.on("data", (bytes) => (received += bytes.length)).on("error", () => undefined);
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    attackerUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  });
  after(async () => {
    standIn.reset();
    await honest.close();
    await new Promise((resolve) => listener.close(resolve));
  });

  /** Enters secrets if the question is about the right address, and allows nothing else. */
  function answer({ title, prompt, choices, details = [] }: Question): Answer {
    const question = `${title} ${prompt}`;
    if (EVIL.test(question) || question.includes(attackerUrl)) return undefined;
    const typed: readonly (readonly [RegExp, Answer])[] = [
      [/Profile name/, "mine"],
      [/Which Argus/, "Another URL…"],
      [/Which server should be asked/, "Another URL…"],
      [/URL of the/, honest.url],
      [/Client ID/, honest.clientId],
      [/API key for/, honest.apiKey],
      [/Client secret/, honest.clientSecret],
      [/How do you authenticate|What do you want to enter/, "API Key"],
      [/Test the profile/, "Get a Token Now"],
      [/Which profile/, "mine"],
    ];
    const file = /Passphrase of (\S+)\. /.exec(question)?.[1];
    const found = file === undefined ? typed.find(([about]) => about.test(question))?.[1] : passphraseOf(file);
    // A notification's buttons run other commands.
    const isNotification = title === "" && !/Change the endpoints|Credentials of|Replace|Another ext/.test(prompt);
    if (choices === undefined || isNotification || question.includes("test failed")) return found;
    const at = Math.max(0, choices.indexOf(typeof found === "string" ? found : ""));
    const chosen = `${choices[at]} ${details[at]}`;
    return EVIL.test(chosen) || chosen.includes(attackerUrl) ? undefined : choices[at];
  }

  /** What another program, another window or the person does meanwhile, by number; mostly nothing. */
  function change(kind: number, window?: ReturnType<typeof clientWindow>): unknown {
    const own = { url: honest.url, clientId: honest.clientId };
    const [document] = standIn.documents as ReturnType<typeof documentOf>[];
    const rewrite = (text: string): void =>
      void Object.assign(document ?? {}, { text, version: document!.version + 1 });
    const { token } = JSON.parse(window?.storage.secrets.get("argus.profile/mine") ?? "{}") as {
      token?: { accessToken: string };
    };
    const { host } = new URL(honest.url);
    const changes: readonly (() => unknown)[] = [
      () => standIn.set("workspace", "argus.profiles", { mine: { url: attackerUrl } }),
      () => standIn.set("workspace", "argus.profiles", { mine: { url: attackerUrl, clientId: "theirs" } }),
      () => standIn.set("workspace", "argus.profiles", { mine: { endpoints: { token: `${attackerUrl}/token` } } }),
      () => standIn.set("workspace", "argus.profiles", { mine: { endpoints: { userinfo: `${attackerUrl}/me` } } }),
      () => standIn.set("workspace", "argus.profiles", undefined),
      () => standIn.set("user", "argus.profiles", { first: own, mine: { ...own, url: attackerUrl } }),
      () => standIn.set("user", "argus.profiles", { first: own, mine: own }),
      () => standIn.set("user", "argus.profiles", { first: own }),
      () => standIn.set("workspace", "argus.activeProfile", "mine"),
      () => standIn.set("workspace", "argus.profiles", { mine: { clientId: "theirs" } }),
      () => standIn.set("workspace", "argus.profiles", { mine: { endpoints: { token: "/evil" } } }),
      () =>
        standIn.set("workspace", "argus.profiles", {
          mine: { endpoints: { introspection: "/evil", userinfo: "/evil" } },
        }),
      () => standIn.set("workspace", "argus.profiles", { mine: { tokenRequest: { headers: { "x-evil": "1" } } } }),
      () => standIn.set("workspace", "argus.profiles", { mine: { tokenRequest: { parameters: { evil: "1" } } } }),
      () => standIn.set("workspace", "argus.profiles", { mine: { forwardedFor: EVIL_ADDRESS } }),
      () => standIn.set("workspace", "argus.forwardedFor", EVIL_ADDRESS),
      () =>
        standIn.set("workspace", "argus.profiles", { mine: { header: "X-Mine", hosts: [new URL(attackerUrl).host] } }),
      () => standIn.set("workspace", "argus.profiles", { mine: { signOut: "argus", scope: "openid" } }),
      () => standIn.set("workspace", "argus.credentialSources", [{ name: "evil", command: ["cat", "/evil"] }]),
      () => standIn.set("user", "argus.secretStorage", "session"),
      () => standIn.set("user", "argus.secretStorage", undefined),
      () => (workspace.isTrusted = !workspace.isTrusted),
      () => rewrite(`# @argus theirs\nGET ${attackerUrl}/one\n`),
      () => rewrite(`# @argus mine\n\nGET ${attackerUrl}/one\nArgus-API-Key: ${honest.apiKey}\n`),
      () => rewrite(textWith(honest)),
      () => window?.profileSecrets.forget("mine"),
      () => window?.profileSecrets.dropToken("mine"),
      () => window && Map.prototype.set.call(window.storage.secrets, "argus.profile/mine", "{}"),
      () =>
        Object.assign(window?.storage.secrets ?? {}, {
          set: () => {
            throw new Error("locked");
          },
        }),
      () => Reflect.deleteProperty(window?.storage.secrets ?? {}, "set"),
      ...[0, 1].map((at) => () => {
        const certificates = {
          [host]: { certFile: FILES[at] },
          [new URL(attackerUrl).host]: { certFile: FILES[1 - at] },
        };
        standIn.set("user", "argus.clientCertificate", certificates);
      }),
      () =>
        standIn.set(
          "user",
          "argus.clientCertificate",
          Object.fromEntries(FILES.map((certFile) => [certFile, { certFile }])),
        ),
      () => {
        const endpoints = { introspection: "/evil", userinfo: "/evil" };
        standIn.set("workspace", "argus.profiles", { theirs: { ...own, endpoints } });
        // Only tokens that were in use can be in a document.
        if (token && window?.sessions.known(token.accessToken) !== undefined)
          rewrite(`# @argus theirs\nGET ${honest.url}/one\nAuthorization: Bearer ${token.accessToken}\n`);
      },
    ];
    return changes[kind]?.();
  }

  it("no secret reaches an address that it was not entered for, and every command says how it ended", async () => {
    const operation = fc.constantFrom(...COMMANDS, ...OTHERS);
    const scenario = fc.record({
      steps: fc.array(fc.array(operation, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 }),
      changes: fc.infiniteStream(fc.nat(85)),
      isSignedIn: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ steps, changes, isSignedIn }) => {
        standIn.reset();
        received = 0;
        const sent = honest.requests.length;
        const storage = new Storage();
        const window = clientWindow(storage);
        const api = new Api({ watch: { onDidChange: none }, signIn: window.signIn });
        const background: Record<(typeof OTHERS)[number], () => unknown> = {
          "api.getToken": () => api.exports.getToken("mine"),
          "tokens.obtain": () => {
            const profile = profileNamed("mine");
            return profile.ok && window.tokens.obtain(profile.value);
          },
          "tokens.renew": () => window.tokens.renew("mine", window.sessions.held().get("mine")?.accessToken ?? ""),
        };
        // Shares the storage.
        const other = clientWindow(storage);
        standIn.commands = window.commands;
        standIn.documents = [documentOf(textWith(honest))];
        const own = { url: honest.url, clientId: honest.clientId };
        standIn.set("user", "argus.profiles", { first: own, mine: own });
        assert.equal(await window.run("argus.setCredential", "mine", "credential"), false);
        const mine = profileNamed("mine");
        if (isSignedIn && mine.ok)
          await window.profileSecrets.enter(mine.value, { credential: { kind: "apiKey", apiKey: honest.apiKey } });
        let isChanging = false;
        let givenUp = 0;
        standIn.answer = (question) => {
          const given = answer(question);
          // An existing name is refused.
          if (question.prompt.startsWith("Profile name")) givenUp += 1;
          if (given === undefined && question.title !== "") givenUp += 1;
          return given;
        };
        standIn.pause = async () => {
          await Promise.resolve();
          // A change makes the client read the stored secrets, which is a step again.
          if (isChanging) return;
          isChanging = true;
          await change(changes.next().value as number, other);
          isChanging = false;
        };
        for (const step of steps) {
          await Promise.all(
            step.map(async (each) => {
              if (typeof each === "string") {
                await Promise.resolve(background[each]()).catch(() => undefined);
                return;
              }
              const [command, ...args] = each;
              const before = [standIn.messages.length, givenUp];
              const worked = await window.run(command, ...args);
              const isTold = standIn.messages.length > before[0]! || givenUp > before[1]!;
              assert(worked || isTold, `${command} ended without a word`);
            }),
          );
        }
        const passphrases = [...Object.entries(window.passphrases.all), ...storedPassphrases(storage)];
        for (const [file, text] of passphrases) assert.equal(text, passphraseOf(file), "a passphrase of another file");
        for (const each of [window, other]) each.close();
        workspace.isTrusted = true;
        assert.equal(received, 0, "the attacker's listener was called");
        const strayed = honest.requests
          .slice(sent)
          .filter(({ target, fields, headers }) => EVIL.test(JSON.stringify([target, fields, headers])));
        assert.deepEqual(strayed, [], "a secret went to another path or client, or with an addition");
        for (const [key, entry] of storage.secrets) {
          if (!key.startsWith("argus.profile/") || entry === "{}") continue;
          const { origin, binding } = JSON.parse(entry) as { origin: string; binding?: object };
          assert.equal(origin, honest.url);
          assert.doesNotMatch(
            JSON.stringify(binding ?? {}),
            EVIL,
            "a secret is bound to what the person was not asked",
          );
        }
      }),
      { numRuns: runs(100) },
    );
  }).timeout(runs(100) * 1_200);
});
