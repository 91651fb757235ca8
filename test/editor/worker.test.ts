import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CancellationTokenSource,
  commands,
  ConfigurationTarget,
  extensions,
  type TextDocument,
  window,
  workspace,
} from "vscode";
import { Worker } from "../../client/src/worker/worker.ts";
import { workerPid, workerPids } from "./processes.ts";
import { addProfile, keyFile, run, tokenIn, until, useExtension } from "./setup.ts";

/** Waits for the lenses of the only request in a document. */
async function hasLenses({ uri }: TextDocument): Promise<void> {
  await until("its lenses", async () => {
    const lenses = await commands.executeCommand<unknown[]>("vscode.executeCodeLensProvider", uri);
    return lenses.length === 3;
  });
}

async function setTimeLimit(seconds: number | undefined): Promise<void> {
  await workspace.getConfiguration("argus").update("timeout", seconds, ConfigurationTarget.Global);
}

describe("the worker", () => {
  const setup = useExtension();
  const running = () => until("a worker", workerPid);
  afterEach(() => setTimeLimit(undefined));

  it("is restarted after a crash during a request, which fails with one sentence", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true, JSON.stringify(person.messages));
    const document = await setup.open("GET /one\n");
    const uri = document.uri.toString();

    setup.sandbox.fail({ kind: "silent" });
    const pid = await running();
    const getting = run("argus.getToken");
    await setup.sandbox.seen(() => setup.sandbox.requests.length === 2);
    process.kill(pid, "SIGKILL");
    assert.equal(await getting, false);
    assert.equal(person.messages.length, 1);
    assert.match(person.messages[0]?.text ?? "", /worker process stopped/);
    assert.deepEqual(person.messages[0]?.buttons, ["Try Again"]);

    // The token is still there, in a new worker that knows the document.
    assert.equal(await run("argus.insertToken", uri, 0), true, JSON.stringify(person.messages));
    assert(tokenIn(document));
    assert.notEqual(await running(), pid);
    assert.equal(setup.sandbox.requests.length, 2);
  });

  it("is restarted after a crash without a request, and the person is told once", async () => {
    const person = setup.person();
    for (const round of [1, 2]) {
      const pid = await running();
      process.kill(pid, "SIGKILL");
      await until(`the worker after crash ${round}`, () => {
        const next = workerPid();
        return next !== undefined && next !== pid;
      });
    }
    const document = await setup.open("GET /one\n");
    await hasLenses(document);
    assert(person.messages.length <= 1, JSON.stringify(person.messages));
    for (const { text, buttons } of person.messages) {
      assert.match(text, /was restarted\. Your tokens are kept/);
      assert.deepEqual(buttons, ["Show Log"]);
    }
  });

  it("that hangs can be restarted, and a pending call fails", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    const pid = await running();
    setup.sandbox.fail({ kind: "silent" });
    const waiting = run("argus.getToken");
    await setup.sandbox.seen(() => setup.sandbox.requests.length === 2);
    process.kill(pid, "SIGSTOP");
    assert.equal(await run("argus.restartWorker"), true);
    assert.equal(await waiting, false);
    assert.match(person.messages[0]?.text ?? "", /worker process stopped/);
    assert.equal(await run("argus.getToken"), true);
    assert.notEqual(await running(), pid);
  });

  it("that does not answer is replaced 5 s after the time limit, with a sentence and the token kept", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    const pid = await running();
    await setTimeLimit(1);
    process.kill(pid, "SIGSTOP");
    // A second restart joins the first.
    const both = await Promise.all([run("argus.getToken"), run("argus.getToken")]);
    assert.deepEqual(both, [false, false]);
    const texts = new Set(person.messages.map(({ text }) => text));
    assert.deepEqual(
      [...texts],
      [
        "“default”: The Argus worker process did not answer within 6 s and was restarted. Your tokens and credentials are kept. Try again.",
      ],
    );
    assert.deepEqual(person.messages[0]?.buttons, ["Try Again"]);
    assert.notEqual(await running(), pid);
    const document = await setup.open("GET /one\n");
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true, JSON.stringify(person.messages));
    assert(tokenIn(document));
    assert.equal(setup.sandbox.requests.length, 1);
  });

  it("that hangs does not prevent cancelling", async () => {
    const extension = extensions.getExtension("argus-tokens.argus-tokens")!;
    const program = { path: join(extension.extensionPath, "dist/server.js"), cache: join(tmpdir(), "argus-cache") };
    const log = window.createOutputChannel("worker.test", { log: true });
    const worker = new Worker(program, log, log, {
      tokens: () => ({ tokens: [] }),
      tracked: () => ({ uris: [] }),
      agreedHosts: { has: () => false },
      httpEnvironments: () => ({ workspace: [], documents: {} }),
      passphrases: { ready: () => Promise.resolve(), all: {} },
    });
    const source = new CancellationTokenSource();
    try {
      await worker.restart();
      const pid = await until("the new worker", () => workerPids().find((each) => each !== workerPid()));
      process.kill(pid, "SIGSTOP");
      const params = { profile: { name: "p", url: setup.sandbox.url, clientId: "c" }, token: "t" };
      const asking = worker.send("argus/userinfo", params, source.token);
      source.cancel();
      const answer = await asking;
      assert.equal(answer.ok ? "answered" : answer.error.code, "cancelled");
      await worker.stop();
    } finally {
      source.dispose();
      worker.dispose();
      log.dispose();
    }
  });

  it("is restarted once by command, even while it starts", async () => {
    await Promise.all([run("argus.restartWorker"), run("argus.restartWorker")]);
    assert.equal(await run("argus.restartWorker"), true);
    const document = await setup.open("GET /one\n");
    await hasLenses(document);
  });

  it("is restarted by command", async () => {
    const pid = await running();
    assert.equal(await run("argus.restartWorker"), true);
    assert.notEqual(await running(), pid);
    await until("the end of the old one", () => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    });
  });

  it("leaves its compile cache for the next one", async function () {
    // Node keeps it since 22.1.
    if (Number.parseInt(process.versions.node, 10) < 22) this.skip();
    await running();
    assert.equal(await run("argus.restartWorker"), true);
    await until("compiled code", () =>
      ownFiles("").some((path) => /argus-tokens[^/]*[\\/]compile-cache[\\/].+[\\/]/.test(path)),
    );
  });
});

describe("logs", () => {
  const setup = useExtension();

  it("contain no secret and no token even at the most verbose level", async () => {
    const argus = workspace.getConfiguration("argus");
    await argus.update("trace.server", "verbose", ConfigurationTarget.Global);
    await addProfile(setup.sandbox);
    const { apiKey, clientSecret } = setup.sandbox;
    const passphrase = "a-pass-phrase-1";
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const encrypted = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase } as const;
    const key = privateKey.export(encrypted) as string;
    setup.sandbox.enrol({ publicKey });
    const person = setup.person([apiKey, clientSecret]);
    const document = await setup.open("GET /one\nArgus-API-Key: pasted/into/the/file\n");
    const uri = document.uri.toString();
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.equal(await run("argus.introspect", uri, 0), true);
    assert.equal(await run("argus.userinfo", uri, 0), true);
    setup.sandbox.fail({ kind: "status", status: 401, message: `no: ${apiKey}` });
    assert.equal(await run("argus.getToken"), false);
    const token = tokenIn(document)!;

    const { sessionToken } = setup.sandbox;
    const http = workspace.getConfiguration("http");
    const [login, authorization] = ["proxy-Pa55word", "cHJveHk6bG9naW4tMQ"];
    await http.update("proxy", `http://me:${login}@127.0.0.1:1`, ConfigurationTarget.Global);
    await http.update("proxyAuthorization", `Basic ${authorization}`, ConfigurationTarget.Global);
    const others = setup.person([sessionToken, { label: "Choose Key File…" }, passphrase, ""]);
    others.onward = true;
    others.file = await keyFile(key);
    assert.equal(await run("argus.setCredential", "default", "session"), true);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(await run("argus.setCredential", "default", "jwt"), true, JSON.stringify(others.messages));
    assert.equal(await run("argus.getToken"), true, JSON.stringify(others.messages));
    await run("argus.diagnose");
    assert.equal(await run("argus.userinfo", uri, 0), true);

    const logs = await until("the trace of the last call", () => {
      const texts = ownLogs();
      const all = texts.join("\n");
      const expected = ["Received response 'argus/userinfo", "userinfo default: ok in", "unauthorized: "];
      return expected.every((line) => all.includes(line)) && texts;
    });
    assert(
      logs.some((text) => text.includes("Sending request 'argus/token")),
      "the trace is off",
    );
    const signed = setup.sandbox.requests.map(({ headers }) => headers["authorization"]?.replace("Bearer ", ""));
    const secrets = {
      ...{ apiKey, clientSecret, token, pasted: "pasted/into/the/file" },
      ...{ sessionToken, passphrase, login, authorization, key: key.split("\n")[1]! },
      ...Object.fromEntries(
        signed.flatMap((value, index) => (value === undefined ? [] : [[`bearer ${index}`, value]])),
      ),
    };
    for (const [name, secret] of Object.entries(secrets)) {
      const base64 = Buffer.from(secret).toString("base64").replace(/=+$/, "");
      for (const form of [secret, encodeURIComponent(secret), base64]) {
        assert(!logs.some((text) => text.includes(form)), `${name} is in a log`);
        const told = JSON.stringify([person.messages, others.messages]);
        assert(!told.includes(form), `${name} is in a notification`);
      }
    }
    await argus.update("trace.server", undefined, ConfigurationTarget.Global);
    await http.update("proxy", undefined, ConfigurationTarget.Global);
    await http.update("proxyAuthorization", undefined, ConfigurationTarget.Global);
  });
});

/** All log files of this run: the extension's, the extension host's, the editor's. */
function ownLogs(): string[] {
  return ownFiles(".log").map((path) => readFileSync(path, "utf8"));
}

/** What the editor has written in this run, by the end of its name. */
function ownFiles(end: string): string[] {
  const folder = process.env["ARGUS_TEST_USER_DATA"];
  assert(folder, "ARGUS_TEST_USER_DATA is not set");
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => path.endsWith(end)).map((path) => join(folder, path));
}
