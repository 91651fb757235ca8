import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { asCurl } from "../../../client/src/calls/curl.ts";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import { createNetwork } from "../../../server/src/network/network.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import type { CallRecord } from "../../../common/protocol/callRecord.ts";
import { startSandbox } from "../../sandbox/sandbox.ts";
import { runs } from "../../host/runs.ts";

const run = promisify(execFile);

const record = (change: Partial<CallRecord> = {}): CallRecord => ({
  time: 0,
  operation: "token",
  profile: "default",
  method: "POST",
  url: "https://api.mnemonic.no/authentication/v1/oauth/token",
  requestHeaders: [
    ["accept", "application/json"],
    ["content-type", "application/x-www-form-urlencoded"],
    ["argus-api-key", "$ARGUS_API_KEY"],
  ],
  fields: [
    ["grant_type", "client_credentials"],
    ["client_id", "my-client"],
  ],
  responseHeaders: [],
  requestBytes: 0,
  attempts: 1,
  timings: { total: 1 },
  ...change,
});

const has = (program: string): boolean => {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

describe("a call as curl", () => {
  it("is formatted for people", () => {
    assert.equal(
      asCurl(record()),
      [
        "curl -X POST https://api.mnemonic.no/authentication/v1/oauth/token",
        "-H 'accept: application/json'",
        '-H "argus-api-key: $ARGUS_API_KEY"',
        "--data-urlencode 'grant_type=client_credentials'",
        "--data-urlencode 'client_id=my-client'",
      ].join(" \\\n  "),
    );
  });

  it("includes the proxy, and IPv6 addresses unchanged", () => {
    const command = asCurl(
      record({ method: "GET", url: "https://[::1]/x", proxy: "proxy.example:3128", requestHeaders: [] }),
    );
    assert.match(command, /^curl -g 'https:\/\/\[::1\]\/x' \\\n {2}--proxy proxy\.example:3128 /);
  });

  describe("in a shell", function () {
    let folder: string;
    before(function () {
      if (!has("bash")) this.skip();
      folder = mkdtempSync(join(tmpdir(), "curl-"));
      // Stands in for curl: prints its arguments, each ended by a zero byte.
      writeFileSync(join(folder, "curl"), `#!/bin/sh\nprintf '%s\\0' "$@"\n`, { mode: 0o755 });
    });
    after(() => {
      if (folder) rmSync(folder, { recursive: true });
    });

    const argumentsOf = async (command: string): Promise<string[]> => {
      const PATH = `${folder}${delimiter}${process.env["PATH"] ?? ""}`;
      const ARGUS_API_KEY = "my/key $HOME `id` \\ ' \" !";
      const { stdout } = await run("bash", ["-c", command], { env: { PATH, ARGUS_API_KEY, ARGUS_TOKEN: "" } });
      return stdout.split("\0").slice(0, -1);
    };

    it("expands only the placeholders", async () => {
      const nasty = `a'b"c$HOME\`id\`\\d!e\n$(id) $ARGUS_API_KEYS \${x} *~#&;|<>`;
      const command = asCurl(
        record({
          url: `https://argus.example/${encodeURI("a b")}?x=$y&z='`,
          requestHeaders: [
            ["argus-api-key", "$ARGUS_API_KEY"],
            ["x-both", `${nasty}$ARGUS_API_KEY ${nasty}`],
            ["x-empty", ""],
          ],
          fields: [
            ["client_id", nasty],
            ["=@", "@file"],
          ],
        }),
      );
      const key = "my/key $HOME `id` \\ ' \" !";
      assert.deepEqual(await argumentsOf(command), [
        "-X",
        "POST",
        "https://argus.example/a%20b?x=$y&z='",
        "-H",
        `argus-api-key: ${key}`,
        "-H",
        // It is not a placeholder if the name continues.
        `x-both: ${nasty}${key} ${nasty}`,
        "-H",
        "x-empty;",
        "--data-urlencode",
        `client_id=${nasty}`,
        "--data-urlencode",
        "%3D%40=@file",
      ]);
    });

    it("passes any text on unchanged", async () => {
      const text = fc
        .array(fc.constantFrom("'", '"', "$", "`", "\\", "!", "\n", " ", "a", "é", "😀", "(", "{"), { maxLength: 12 })
        .map((parts) => parts.join(""));
      const headers = fc.array(fc.tuple(text, fc.boolean()), { minLength: 20, maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(headers, async (values) => {
          const written = values.map(([value, withKey]) => `${value}${withKey ? "$ARGUS_API_KEY" : ""}`);
          const sent = values.map(([value, withKey]) => `${value}${withKey ? "my/key $HOME `id` \\ ' \" !" : ""}`);
          const fields = written.map((value): [string, string] => ["f", value]);
          const args = await argumentsOf(asCurl(record({ requestHeaders: [], fields })));
          assert.deepEqual(
            args.slice(3),
            sent.flatMap((value) => ["--data-urlencode", `f=${value}`]),
          );
        }),
        // Each run starts a shell.
        { numRuns: Math.min(runs(10), 200) },
      );
    });
  });

  it("makes the same calls with curl itself", async function () {
    if (!has("bash") || !has("curl")) this.skip();
    const sandbox = await startSandbox();
    try {
      const records: CallRecord[] = [];
      const context = {
        network: createNetwork(),
        timeoutMs: 5000,
        signal: new AbortController().signal,
        clocks: new ServerClocks(),
        onCall: (made: () => CallRecord) => void records.push(made()),
      };
      const { apiKey, sessionToken, clientId, clientSecret } = sandbox;
      const profile = {
        name: "default",
        url: sandbox.url,
        clientId,
        scope: "openid profile",
        forwardedFor: "192.0.2.7",
      };
      const token = await requestToken(profile, { kind: "apiKey", apiKey }, context);
      assert(token.ok);
      await requestToken(profile, { kind: "session", token: sessionToken }, context);
      const { accessToken } = token.value;
      for (const clientAuthentication of ["body", "basic", "basicEncoded"] as const) {
        await introspect({ ...profile, clientAuthentication }, accessToken, clientSecret, context);
      }
      await requestUserinfo(profile, accessToken, context);

      const before = [...sandbox.requests];
      assert.equal(before.length, 6);
      for (const [index, made] of records.entries()) {
        const command = asCurl(made);
        const basic = /^Basic (.*)$/.exec(before[index]?.headers["authorization"] ?? "")?.[1] ?? "";
        const env = {
          PATH: process.env["PATH"] ?? "",
          ARGUS_API_KEY: apiKey,
          ARGUS_SESSION_TOKEN: sessionToken,
          ARGUS_TOKEN: accessToken,
          ARGUS_CLIENT_SECRET: clientSecret,
          ARGUS_BASIC: basic,
        };
        await run("bash", ["-c", `${command} --silent --fail --noproxy '*'`], { env });
      }
      const interesting = sandbox.requests.map(({ method, target, fields, headers, status }) => {
        const { accept, authorization, "user-agent": agent, "argus-api-key": key, "x-forwarded-for": from } = headers;
        return { method, target, fields, accept, authorization, agent, key, from, status };
      });
      assert.deepEqual(interesting.slice(6), interesting.slice(0, 6));
      assert.deepEqual(sandbox.violations, []);
    } finally {
      await sandbox.close();
    }
  });
});
