/** `argus-token` in cmd, with a window's real socket, which is a named pipe here. Runs in Node for Windows; see `run`. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { startServer } from "../../client/src/terminal/windowServer.ts";
import { writeWrappers } from "../../client/src/terminal/wrappers.ts";
import { FRAMES_VERSION, type TokenAnswer, WINDOW_VARIABLE, type WindowEntry } from "../../common/terminalFrames.ts";

assert.equal(process.platform, "win32");
/** The extension's folder, with `dist/`. */
const [, , extension = ""] = process.argv;

// As unlucky as a user's name can be in a batch file.
const home = mkdtempSync(join(process.env["USERPROFILE"] ?? "", "Ståle & Co (100%) it's "));
const bin = join(home, "bin");
writeWrappers(bin, { executable: process.execPath, isElectron: false, program: join(extension, "dist", "cli.js") });

const token = (profile: string): TokenAnswer => {
  const accessToken = `myUserName/${profile}!%^&`;
  const header = { name: "Authorization", value: `Bearer ${accessToken}` };
  return { accessToken, tokenType: "Bearer", expiresAt: 1_900_000_000_000, profile, header };
};
const cutOff: string[] = [];
const window = await startServer({
  windows: join(home, "windows"),
  workspace: "workspace",
  answer: ({ profile = "dev" }) =>
    Promise.resolve(profile === "unknown" ? { exitCode: 3, message: "There is no such profile." } : token(profile)),
  onCutOff: (why) => cutOff.push(why),
  otherVersion: () => ({ exitCode: 7, message: "This window runs another version." }),
});
const [name = ""] = readdirSync(window.entries);
const { socket, nonce } = JSON.parse(readFileSync(join(window.entries, name), "utf8")) as WindowEntry;
assert.match(socket, /^\\\\\.\\pipe\\argus-tokens-[0-9a-f]{32}$/);

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a line in cmd, as typed in a terminal of the window. */
function cmd(line: string, own: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = {
    ...process.env,
    PATH: `${bin};${process.env["PATH"] ?? ""}`,
    [WINDOW_VARIABLE]: window.entries,
    ...own,
  };
  const child = spawn("cmd.exe", ["/d", "/s", "/c", `"${line}"`], { env, windowsVerbatimArguments: true });
  const ended: Ended = { code: null, out: "", err: "" };
  child.stdout.on("data", (text: Buffer) => (ended.out += text.toString("utf8")));
  child.stderr.on("data", (text: Buffer) => (ended.err += text.toString("utf8")));
  return new Promise((resolve) => child.on("close", (code) => resolve({ ...ended, code })));
}

let passed = 0;
async function it(title: string, test: () => Promise<void>): Promise<void> {
  await test();
  passed += 1;
  console.log(`  ok ${title}`);
}

await it("prints a token in each form", async () => {
  const { accessToken } = token("dev");
  const json = { access_token: accessToken, token_type: "Bearer", expires_at: 1_900_000_000, profile: "dev" };
  const forms: [string, string][] = [
    ["argus-token", accessToken],
    ["argus-token prod", token("prod").accessToken],
    ["argus-token.cmd --header", `Authorization: Bearer ${accessToken}`],
    ["argus-token --headers-json", JSON.stringify({ Authorization: `Bearer ${accessToken}` })],
    ["argus-token --json dev", JSON.stringify(json)],
  ];
  for (const [line, printed] of forms)
    assert.deepEqual(await cmd(line), { code: 0, out: `${printed}\n`, err: "" }, line);
});

await it("says why there is none, with the exit code", async () => {
  const exitCodes = { "argus-token unknown": 3, "argus-token --nonsense": 2 };
  for (const [line, code] of Object.entries(exitCodes)) {
    const ended = await cmd(line);
    assert.deepEqual([ended.code, ended.out], [code, ""], line);
    assert.match(ended.err, /^argus-token: There is no [^\n]+\.\n$/);
  }
  assert.equal((await cmd("argus-token", { [WINDOW_VARIABLE]: "" })).code, 7);
});

await it("runs a command with the token, the person's NODE_OPTIONS and its own exit code", async () => {
  const script = "console.log(process.env.ARGUS_TOKEN, process.env.NODE_OPTIONS, process.argv[1], process.argv[2])";
  const options = "--max-old-space-size=300";
  const line = `argus-token --exec -- "${process.execPath}" -e "${script}" "a b" "x!y"`;
  const { out } = await cmd(line, { NODE_OPTIONS: options });
  assert.equal(out, `${token("dev").accessToken} ${options} a b x!y\n`);
  assert.equal((await cmd("argus-token --exec -- cmd /c exit 5")).code, 5);
  const missing = await cmd("argus-token --exec -- nosuch");
  assert.equal(missing.code, 127);
  assert.match(missing.err, /“cmd \/c nosuch”/);
});

await it("gives a caller without the nonce not a byte", async () => {
  const request = { version: FRAMES_VERSION, pid: 1, prompt: false };
  const attacks = [
    `${JSON.stringify(request)}\n`,
    `${JSON.stringify({ ...request, nonce: "x".repeat(nonce.length) })}\n`,
    Buffer.alloc(1_048_576, "a"),
  ];
  for (const sent of attacks) {
    const got = await new Promise<string>((resolve) => {
      let text = "";
      const caller = connect(socket, () => caller.write(sent));
      caller.on("data", (chunk) => (text += chunk.toString("utf8")));
      // Being cut off may end in an error.
      caller.on("error", () => resolve(text)).on("close", () => resolve(text));
    });
    assert.equal(got, "");
  }
  assert.equal(cutOff.length, attacks.length);
});

await it("leaves nothing behind when the window is closed", async () => {
  window.close();
  assert.deepEqual(readdirSync(window.entries), []);
  const { code, err } = await cmd("argus-token");
  assert.equal(code, 7);
  assert.match(err, /is closed/);
});

rmSync(home, { recursive: true, force: true });
console.log(`${passed} passed, 0 failed`);
