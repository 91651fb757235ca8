import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { standIn } from "../../host/standIn/state.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { type Fault, FAULTS, OTHER_REQUEST } from "./faults.ts";
import { type Cell, matrixPage } from "./matrixPage.ts";
import { type Operation, OPERATIONS } from "./operations.ts";
import { Scene } from "./scene.ts";
import { SharedWorker } from "./sharedWorker.ts";

const SERVER = join(import.meta.dirname, "../../../dist/server.js");
const PAGE = join(import.meta.dirname, "../../../docs/fault-matrix.md");

/** Moves the worker's clock by the milliseconds in a file. */
const MOVED_CLOCK = `const { readFileSync } = require("node:fs");
const now = Date.now;
Date.now = () => now() + Number(readFileSync(process.env.ARGUS_TEST_CLOCK, "utf8"));`;

describe("an operation that is hit by a fault", () => {
  const now = Date.now;
  const cells: Cell[] = [];
  let sandbox: Sandbox;
  let listener: Server;
  let elsewhere: string;
  let received = 0;
  let folder: string;
  let worker: SharedWorker;
  before(async () => {
    sandbox = await startSandbox();
    listener = createServer((socket) => {
      socket.on("data", (bytes) => (received += bytes.length)).on("error", () => undefined);
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    elsewhere = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    folder = mkdtempSync(join(tmpdir(), "argus-faults-"));
    const preload = join(folder, "clock.cjs");
    writeFileSync(preload, MOVED_CLOCK);
    process.env["ARGUS_TEST_CLOCK"] = join(folder, "clock");
    process.env["NODE_OPTIONS"] = `--require ${preload}`;
    // As on a full disk or in a read-only home: nothing can be created below a file.
    worker = new SharedWorker({ path: SERVER, cache: join(preload, "cache") });
  });
  after(async () => {
    delete process.env["NODE_OPTIONS"];
    delete process.env["ARGUS_TEST_CLOCK"];
    Date.now = now;
    standIn.reset();
    await worker.stop();
    await sandbox.close();
    await new Promise((resolve) => listener.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  async function play(operation: Operation, fault: Fault): Promise<Cell> {
    const scene = new Scene({ sandbox, elsewhere, worker, clock: join(folder, "clock"), now }, operation, fault);
    try {
      await scene.prepare();
      const before = scene.document.getText();
      const earlier = scene.token();
      const isDone = await scene.run();
      const cell = { fault, operation, ...observed(scene, before, earlier, isDone) };
      assertHarmless(scene, earlier);
      assert(isDone || ["nothing", "the profile"].includes(cell.written), `a failed operation wrote: ${cell.written}`);
      assert(cell.seen !== "" || fault.name === "window closed", "the person sees nothing");
      scene.end();
      await assertUsable(scene);
      return cell;
    } finally {
      scene.dispose();
    }
  }

  /** No secret went elsewhere, is bound to another server, or can be read in a text. */
  function assertHarmless(scene: Scene, earlier: string | undefined): void {
    assert.equal(received, 0, "the other server was called");
    assert.deepEqual(sandbox.violations, []);
    for (const name of ["mine", "new"]) assert.equal(scene.stored(name)?.origin ?? sandbox.url, sandbox.url);
    const texts = [...standIn.messages, ...standIn.statusMessages, ...scene.log].join("\n");
    const secrets = [sandbox.apiKey, sandbox.clientSecret, earlier, scene.token()];
    for (const secret of secrets) assert(secret === undefined || !texts.includes(secret), "a text has a secret");
  }

  /** What the fault left is good: with nothing but the person's answers there is a token again. */
  async function assertUsable(scene: Scene): Promise<void> {
    const window = scene.openWindow();
    standIn.messages = [];
    standIn.pause = () => Promise.resolve();
    assert(await window.run("argus.getToken", "mine"), standIn.messages.join("\n"));
  }

  for (const fault of FAULTS) {
    describe(`(${fault.name})`, () => {
      for (const operation of OPERATIONS) {
        it(`${operation.name} has a visible outcome, keeps what is valid, and can be repeated`, async () => {
          cells.push(await play(operation, fault));
        });
      }
    });
  }

  describe("(all of them)", () => {
    it("ends as docs/fault-matrix.md says", async () => {
      assert.equal(cells.length, FAULTS.length * OPERATIONS.length, "not every cell was run");
      const page = await matrixPage(cells);
      if (process.env["ARGUS_MATRIX"] === "write") writeFileSync(PAGE, page);
      assert.equal(page, readFileSync(PAGE, "utf8"), "ARGUS_MATRIX=write rewrites it: review the difference");
    });
  });

  function observed(
    scene: Scene,
    before: string,
    earlier: string | undefined,
    isDone: boolean,
  ): Pick<Cell, "seen" | "kept" | "written"> {
    const visible = [
      ...(isDone ? ["Done."] : []),
      ...scene.shown.map((what) => `Shows ${what}.`),
      ...standIn.shown.map((what) => `Opens a ${what}.`),
      ...new Set([...standIn.statusMessages, ...standIn.messages, ...failedTests(), ...scene.refused]),
    ].map((text) =>
      text
        .replaceAll(sandbox.url, "the profile's URL")
        .replaceAll(elsewhere, "another server")
        .replaceAll(new URL(sandbox.url).host, "the server"),
    );
    const kept = ["mine", "new"].flatMap((name) => {
      const entry = scene.stored(name);
      if (entry === undefined) return [];
      const parts = ["credential", "clientSecret", "token"].filter((part) => part in entry);
      return [`${name}: ${parts.join(", ").replace("clientSecret", "client secret")}`];
    });
    return { seen: visible.join(" "), kept: kept.join("; ") || "nothing", written: writtenBy(scene, before, earlier) };
  }

  /** Add Profile says in a list why its test failed. */
  function failedTests(): string[] {
    const failed = standIn.questions.filter(({ prompt }) => prompt.startsWith("The test failed"));
    return failed.map(({ prompt, details = [] }) => `${prompt}: ${details[0] ?? ""}`);
  }

  /** What the document and the settings gained; fails if the document has anything but the operation's complete result. */
  function writtenBy(scene: Scene, before: string, earlier: string | undefined): string {
    const { document, operation } = scene;
    const text = document.getText();
    const whole = [earlier, scene.token(), scene.held()].map((newest) => operation.written?.(before, newest ?? ""));
    const isWritten = text !== before && text !== OTHER_REQUEST;
    assert(!isWritten || whole.includes(text), "the document is damaged");
    const profiles = standIn.settings.user["argus.profiles"] as Record<string, object>;
    const written = [
      ...(isWritten ? [operation.name === "store key" ? "the key is removed" : "the token"] : []),
      ...("new" in profiles ? ["the profile"] : []),
      ...("endpoints" in profiles["mine"]! ? ["the endpoints"] : []),
    ];
    return written.join(", ") || "nothing";
  }
});
