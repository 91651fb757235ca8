import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { until } from "../../host/until.ts";
import { ExitCode, FRAMES_VERSION, MOST_REQUEST_BYTES } from "../../../common/terminalFrames.ts";
import { type FakeWindow, type Home, makeHome, TOKEN } from "./setup.ts";
import { runs } from "../../host/runs.ts";

/** For a request, in ms. */
const PATIENCE = 300;

/** What a caller received until it was cut off: sends the parts with a pause between them. */
function talk(window: FakeWindow, parts: (string | Buffer)[], pauseMs = 0): Promise<string> {
  return new Promise((resolve) => {
    let got = "";
    const socket = connect(window.endpoint.socket);
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => (got += text));
    // Writing after the cut-off fails.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(got);
    });
    let timer: NodeJS.Timeout | undefined;
    const send = ([part, ...rest]: (string | Buffer)[]): void => {
      if (part === undefined) return;
      socket.write(part);
      if (pauseMs === 0) send(rest);
      else timer = setTimeout(send, pauseMs, rest);
    };
    send(parts);
  });
}

describe("the window's socket", () => {
  let home: Home;
  let window: FakeWindow;
  let answered: number;
  beforeEach(async function () {
    if (process.platform === "win32") this.skip();
    home = makeHome();
    answered = 0;
    window = await home.open(() => {
      answered += 1;
      return Promise.resolve(TOKEN);
    }, PATIENCE);
  });
  afterEach(() => home.dispose());

  const request = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
    version: FRAMES_VERSION,
    nonce: window.nonce,
    pid: 1,
    prompt: true,
    ...more,
  });
  const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

  it("answers a request with the nonce", async () => {
    const frames = (await talk(window, [line(request())])).trim().split("\n");
    assert.deepEqual(
      frames.map((frame) => JSON.parse(frame) as unknown),
      [{ state: "taken" }, TOKEN],
    );
    assert.deepEqual(window.cutOff, []);
  });

  it("reads a request that arrives byte by byte", async () => {
    const got = await talk(
      window,
      [...Buffer.from(line(request({ profile: "dév" })))].map((byte) => Buffer.from([byte])),
    );
    assert.match(got, /token-1/);
  });

  const attacks: Record<string, () => { parts: (string | Buffer)[]; pauseMs?: number }> = {
    "has no nonce": () => ({ parts: [line(request({ nonce: undefined }))] }),
    "has a wrong nonce": () => ({ parts: [line(request({ nonce: "0".repeat(64) }))] }),
    "has an empty nonce": () => ({ parts: [line(request({ nonce: "" }))] }),
    "has the nonce and more": () => ({ parts: [line(request({ nonce: `${window.nonce}0` }))] }),
    "has the nonce in a list": () => ({ parts: [line(request({ nonce: [window.nonce] }))] }),
    "has a nonce of other characters of that length": () => ({ parts: [line(request({ nonce: "é".repeat(64) }))] }),
    "is no JSON": () => ({ parts: ["GET / HTTP/1.1\r\nHost: x\r\n\r\n"] }),
    "is null": () => ({ parts: ["null\n"] }),
    "is binary": () => ({ parts: [Buffer.alloc(100, 0xff), "\n"] }),
    "is 1 MB long": () => ({ parts: [Buffer.alloc(1_048_576, 0x61)] }),
    "is 1 MB long and begins with the nonce": () => ({
      parts: [line(request({ profile: "a".repeat(1_048_576) }))],
    }),
    "is a little too long": () => ({ parts: [line(request({ profile: "a".repeat(MOST_REQUEST_BYTES) }))] }),
    "comes one byte at a time, for ever": () => ({ parts: Array.from({ length: 200 }, () => "{"), pauseMs: 20 }),
    "has two requests": () => ({ parts: [line(request()) + line(request())] }),
    "has a process id that is not a number": () => ({ parts: [line(request({ pid: "1" }))] }),
    "has a profile that is not a text": () => ({ parts: [line(request({ profile: {} }))] }),
    "has no word on asking": () => ({ parts: [line(request({ prompt: undefined }))] }),
  };
  for (const [what, attack] of Object.entries(attacks)) {
    it(`sends nothing to a caller whose request ${what}`, async () => {
      const { parts, pauseMs } = attack();
      assert.equal(await talk(window, parts, pauseMs), "");
      assert.equal(answered, 0);
      assert.equal(window.cutOff.length, 1);
      assert(!window.cutOff[0]!.includes(window.nonce));
    });
  }

  it("sends nothing for any text without the nonce", async () => {
    const fields = fc.record(
      {
        version: fc.constantFrom<unknown>(FRAMES_VERSION, 0, "1", null),
        nonce: fc.oneof(fc.string(), fc.jsonValue(), fc.constant("0".repeat(64))),
        pid: fc.oneof(fc.integer(), fc.jsonValue()),
        profile: fc.oneof(fc.string(), fc.jsonValue()),
        prompt: fc.oneof(fc.boolean(), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    const anyText = fc.oneof(fields.map(line), fc.jsonValue().map(line), fc.string({ unit: "binary" }));
    await fc.assert(
      fc.asyncProperty(anyText, async (sent) => {
        assert.equal(await talk(window, [`${sent}\n`]), "");
      }),
      { numRuns: runs(100) },
    );
    assert.equal(answered, 0);
  });

  it("cuts off a silent caller", async () => {
    assert.equal(await talk(window, []), "");
    assert.deepEqual(window.cutOff, ["too slow"]);
  });

  it("answers a request that arrived in time while the window was busy", async () => {
    const socket = connect(window.endpoint.socket);
    await once(socket, "connect");
    // Its timer is running.
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    socket.write(line(request()));
    const busy = performance.now() + 2 * PATIENCE;
    while (performance.now() < busy);
    assert.match(await text(socket), /token-1/);
    assert.deepEqual(window.cutOff, []);
  });

  it("still answers others while many stay silent", async () => {
    const silent = Array.from({ length: 100 }, () => talk(window, []));
    assert.match(await talk(window, [line(request())]), /token-1/);
    await Promise.all(silent);
  });

  it("tells another version of the program what to do", async () => {
    const answer = JSON.parse(await talk(window, [line(request({ version: 99 }))])) as unknown;
    assert.deepEqual(answer, { exitCode: ExitCode.noWindow, message: "Another version." });
  });

  it("aborts the answer when its caller disconnects", async () => {
    let signal: AbortSignal | undefined;
    const other = await home.open((_asked, _asking, gone) => {
      signal = gone;
      return new Promise(() => undefined);
    });
    const socket = connect(other.endpoint.socket);
    socket.write(line({ ...request(), nonce: other.nonce }));
    await until("the request", () => signal);
    assert.equal(signal?.aborted, false);
    socket.destroy();
    await until("the end of the call", () => signal?.aborted);
  });
});
