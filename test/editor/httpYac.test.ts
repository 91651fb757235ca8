import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands, ConfigurationTarget, env, extensions, workspace } from "vscode";
import { addProfile, run, until, useExtension } from "./setup.ts";

const HTTPYAC = "anweber.vscode-httpyac";
const STAND_IN = "argus-tokens.stand-in-httpyac";

/** The answer to a request that httpyac sent; empty if it could not be sent. */
interface Sent {
  status?: number;
  body?: { hello?: string };
}

/** Each file name is used once, because httpyac caches files. */
let count = 0;

describe("httpYac", () => {
  const setup = useExtension();
  const getExtension = extensions.getExtension.bind(extensions);

  before(() => {
    // Under its real name it would count as the extension that provides completion and outline, in all tests.
    Object.assign(extensions, { getExtension: (id: string) => getExtension(id === HTTPYAC ? STAND_IN : id) });
  });
  after(() => {
    Object.assign(extensions, { getExtension });
  });
  afterEach(async () => {
    await set("environmentVariables", undefined);
  });

  async function set(name: string, value: unknown): Promise<void> {
    await workspace.getConfiguration("argus").update(name, value, ConfigurationTarget.Global);
  }

  async function signIn(name = "default"): Promise<string> {
    await addProfile(setup.sandbox, {}, name);
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken", name), true);
    return held(name);
  }

  async function held(name = "default"): Promise<string> {
    assert.equal(await run("argus.copyToken", name), true);
    return env.clipboard.readText();
  }

  /** A file with requests to the sandbox's application, each with its header's value and the text above it. */
  function file(...requests: [authorization: string, above?: string][]): [name: string, text: string] {
    count += 1;
    const texts = requests.map(
      ([authorization, above = ""]) =>
        `${above}GET ${setup.sandbox.url}/app/whoami\nAuthorization: Bearer ${authorization}\n`,
    );
    return [`stand-in-${count}.http`, texts.join("\n###\n")];
  }

  const send = ([name, text]: [string, string], index = 0): Promise<Sent> =>
    Promise.resolve(commands.executeCommand<Sent>("standIn.httpyac.send", name, text, index));
  const resend = (): Promise<Sent> => Promise.resolve(commands.executeCommand<Sent>("standIn.httpyac.resend"));

  /** The tokens that the application received, in order. */
  const tokens = (): (string | undefined)[] =>
    setup.sandbox.requests
      .filter(({ target }) => target === "/app/whoami")
      .map(({ headers }) => headers["authorization"]?.replace("Bearer ", ""));

  it("finds a current token in the environment each time it sends", async () => {
    await set("environmentVariables", true);
    const first = await signIn();
    const reference = file(["{{$processEnv ARGUS_TOKEN}}"], ["{{$processEnv ARGUS_TOKEN_DEFAULT}}"]);
    assert.equal((await send(reference)).status, 200);
    assert.equal(await run("argus.getToken"), true);
    const second = await held();
    assert.equal((await resend()).body?.hello, "myUserName");
    assert.equal((await send(reference, 1)).status, 200);
    assert.equal(await run("argus.signOut"), true);
    assert.notEqual((await resend()).status, 200);
    assert.deepEqual(tokens().slice(0, 3), [first, second, second]);
    assert.equal(new Set(tokens()).size, 3, "what was sent in the end is none of them");
  });

  it("gets the token as a variable that no line defines, even in files it has already read", async () => {
    const early = file(["{{argusToken}}"]);
    await commands.executeCommand("standIn.httpyac.read", ...early);
    const token = await signIn();
    const isOffered = async (): Promise<boolean> => (await send(early)).status === 200;
    assert.equal(await isOffered(), false, "it is off");

    await set("environmentVariables", true);
    await until("the variable", isOffered);
    assert.equal((await send(file(["{{argusToken}}"]))).status, 200);
    assert.equal((await send(file(["{{argusToken_default}}"]))).status, 200);
    assert(tokens().length > 2);
    assert.deepEqual(new Set(tokens()), new Set([token]));

    await set("environmentVariables", undefined);
    await until("no variable", async () => !(await isOffered()));
  });

  it("sends a request again with the current token, or gets one first", async () => {
    await set("environmentVariables", true);
    const first = await signIn();
    const request = file(["{{argusToken}}"]);
    await until("the variable", async () => (await send(request)).status === 200);
    assert.equal(await run("argus.getToken"), true);
    const second = await held();
    assert.equal((await resend()).status, 200);
    assert.deepEqual(new Set(tokens()), new Set([first, second]));
    assert.equal(tokens().at(-1), second);
    const calls = setup.sandbox.requests.length;
    assert.equal(await run("argus.signOut"), true);
    assert.equal((await resend()).status, 200);
    assert(!setup.sandbox.requests.slice(calls).some(({ headers }) => headers["authorization"]?.includes(second)));
  });

  it("gets the token of the file's profile, and keeps the file's own variable", async () => {
    await set("environmentVariables", true);
    await signIn();
    const other = await signIn("other");
    await until("the variable", async () => (await send(file(["{{argusToken}}"]))).status === 200);
    assert.equal((await send(file(["{{argusToken}}", "# @argus other\n"]))).status, 200);
    assert.equal(tokens().at(-1), other);
    assert.equal((await send(file(["{{argusToken}}"], ["{{argusToken_other}}", "# @argus other\n"]), 1)).status, 200);
    assert.equal(tokens().at(-1), other);
    assert.equal((await send(file(["{{argusToken}}"], ["{{argusToken}}", "# @argus other\n"]), 1)).status, 200);
    assert.equal(tokens().at(-1), other, "inside the request's block");
    await send(file(["{{argusToken}}", "@argusToken = mine\n"]));
    assert.equal(tokens().at(-1), "mine");
  });

  it("gets the token of the request's profile in a file that no editor shows, too", async () => {
    await set("environmentVariables", true);
    await signIn();
    const other = await signIn("other");
    await until("the variable", async () => (await send(file(["{{argusToken}}"]))).status === 200);
    // httpYac does not take this for a directive.
    const [name, text] = file(["{{argusToken}}"], ["{{argusToken}}", "#@argus other\n"]);
    const path = join(tmpdir(), name);
    await writeFile(path, text);
    try {
      assert.equal((await send([name, text], 1)).status, 200);
      assert.equal(tokens().at(-1), other);
    } finally {
      await rm(path);
    }
  });

  it("does not send a request whose profile has no token, and asks for the credential", async () => {
    await set("environmentVariables", true);
    await signIn();
    await until("the variable", async () => (await send(file(["{{argusToken}}"]))).status === 200);
    await addProfile(setup.sandbox, {}, "other");
    const sent = tokens().length;
    setup.person([]);
    assert.equal((await send(file(["{{argusToken}}", "# @argus other\n"]))).status, undefined);
    assert.equal(tokens().length, sent);
    setup.person([setup.sandbox.apiKey]);
    assert.equal((await send(file(["{{argusToken}}", "# @argus other\n"]))).status, 200);
    assert.equal(tokens().at(-1), await held("other"));
  });

  it("is left alone if it exports something else", async () => {
    await set("environmentVariables", true);
    const rejections: unknown[] = [];
    const reject = (reason: unknown): void => void rejections.push(reason);
    process.on("unhandledRejection", reject);
    for (const activate of [
      () => Promise.resolve(undefined),
      () => Promise.resolve({ httpyac: { store: "none" } }),
      () =>
        Promise.resolve({ httpyac: { store: { pluginStore: {} } }, documentStore: { getAll: () => [1, null, {}] } }),
      () => Promise.reject(new Error("It did not start.")),
    ]) {
      Object.assign(extensions, {
        getExtension: (id: string) => (id === HTTPYAC ? { isActive: true, activate } : getExtension(id)),
      });
      const token = await signIn();
      assert.equal(await commands.executeCommand("standIn.environment", "ARGUS_TOKEN"), token);
    }
    process.off("unhandledRejection", reject);
    assert.deepEqual(rejections, []);
  });
});
