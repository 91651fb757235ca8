import assert from "node:assert/strict";
import { exec } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { copyExamples, explain, FIRST_STEP, sendCommand } from "../../host/demo.ts";
import { CACHE, CHECKOUT } from "../../host/paths.ts";
import { DEMO } from "../../sandbox/demo.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";

/** One line, without the markup of Markdown and of comments in `.http` files. */
function plain(text: string): string {
  return text
    .replaceAll(/^# {0,4}/gm, "")
    .replaceAll(/[*`"]/g, "")
    .replaceAll(/\s+/g, " ");
}

/** A token for the demo's API key. */
async function token({ url }: Sandbox): Promise<string> {
  const answer = await fetch(`${url}/authentication/v1/oauth/token`, {
    method: "POST",
    headers: { "Argus-API-Key": DEMO.apiKey },
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: DEMO.clientId, scope: "openid profile" }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

interface DemoTasks {
  tasks: { command: string; args: string[]; options: { cwd: string } }[];
}

describe("the demo", () => {
  let argus: Sandbox;
  let folder: string;
  beforeEach(async () => {
    argus = await startSandbox({ ...DEMO, port: 0 });
    await mkdir(CACHE, { recursive: true });
    folder = await mkdtemp(join(CACHE, "demo-test-"));
  });
  afterEach(async () => {
    await argus.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("starts with the same step in the terminal, in whoami.http and in the README", async () => {
    const texts = [
      explain("", folder, argus),
      await readFile(join(CHECKOUT, "examples/whoami.http"), "utf8"),
      await readFile(join(CHECKOUT, "README.md"), "utf8"),
    ];
    for (const text of texts) assert(plain(text).includes(plain(FIRST_STEP)), text);
  });

  it("sends the example with the command shown in the terminal, and the application sees the token", async () => {
    const file = join(await copyExamples(folder), "whoami.http");
    const command = /^ +(cd .*)$/m.exec(explain("", folder, argus))?.[1] ?? "";
    assert(command.endsWith(sendCommand("whoami.http")), command);

    const example = await readFile(file, "utf8");
    const ready = example
      .replace(`http://127.0.0.1:${DEMO.port}`, argus.url)
      .replaceAll(/^(GET|POST) .*$/gm, `$&\nAuthorization: Bearer ${await token(argus)}`);
    await writeFile(file, ready);
    const { stdout } = await promisify(exec)(command, { cwd: CHECKOUT });
    assert.match(stdout, /^2 requests processed \(2 succeeded\)/m);
    assert.equal(stdout.match(/"hello": "myUserName"/g)?.length, 2);
  });

  it("runs in a copy, with a task that sends the same request", async () => {
    const file = join(await copyExamples(folder), ".vscode/tasks.json");
    const [task] = (JSON.parse(await readFile(file, "utf8")) as DemoTasks).tasks;
    assert.equal([task?.command, ...(task?.args ?? [])].join(" "), sendCommand("${fileBasename}"));
    assert.equal(task?.options.cwd, "${fileDirname}");
  });
});
