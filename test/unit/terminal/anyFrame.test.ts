import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { askWindow } from "../../../cli/src/askWindow.ts";
import { runs } from "../../host/runs.ts";

/** A line that a window never sends, or that is almost right. */
const frame = fc.oneof(
  fc.json(),
  fc.string({ unit: "binary" }),
  fc
    .record(
      {
        state: fc.oneof(fc.constantFrom("taken", "asking"), fc.jsonValue()),
        exitCode: fc.oneof(fc.integer(), fc.jsonValue()),
        message: fc.oneof(fc.string(), fc.jsonValue()),
        accessToken: fc.oneof(fc.string(), fc.jsonValue()),
        tokenType: fc.jsonValue(),
        expiresAt: fc.oneof(fc.integer(), fc.jsonValue()),
        profile: fc.jsonValue(),
        header: fc.oneof(fc.record({ name: fc.string(), value: fc.string() }), fc.jsonValue()),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
);

describe("argus-token, whatever a window answers", () => {
  const folder = mkdtempSync(join(tmpdir(), "argus-frames-"));
  const path = join(folder, "socket");
  let server: Server;
  let lines: readonly string[] = [];
  before(async () => {
    server = createServer((socket) => {
      socket
        .on("error", () => undefined)
        .resume()
        .end(lines.map((line) => `${line}\n`).join(""));
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
  });
  after(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  it("prints no control characters, and says what happened", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 4 }), async (sent) => {
        lines = sent;
        const entry = { socket: path, nonce: "0".repeat(64) };
        const reply = await askWindow([entry], { profile: "mine", prompt: true }, () => undefined);
        if (typeof reply === "string") assert(["unreachable", "lost"].includes(reply));
        else if ("exitCode" in reply) assert.equal(typeof reply.message, "string");
        else assert.match([reply.accessToken, reply.header.name, reply.header.value].join(""), /^[\x20-\x7e]+$/);
      }),
      { numRuns: runs(100) },
    );
  }).timeout(runs(100) * 200);
});
