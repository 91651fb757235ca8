import assert from "node:assert/strict";
import fc from "fast-check";
import * as v from "valibot";
import { networkSettings, proxyAddress, proxySecrets } from "../../../client/src/worker/networkSettings.ts";
import { settingsForWorker, variableSettings } from "../../../client/src/worker/workerSettings.ts";
import * as settings from "../../../client/src/settings.ts";
import { workerSettingsSchema } from "../../../common/protocol/settings.ts";
import manifest from "../../../package.json" with { type: "json" };
import { runs } from "../../host/runs.ts";
import { standIn } from "../../host/standIn/state.ts";
import { clientWindow, documentOf } from "./clientWindow.ts";

const KEYS = [
  ...Object.keys(manifest.contributes.configuration.properties),
  ...["http.proxy", "http.proxyAuthorization", "http.noProxy", "rest-client.environmentVariables"],
];

/** A profile that may be right in parts. */
const profile = fc.record(
  {
    url: fc.oneof(fc.constantFrom("http://127.0.0.1:9", "https://argus.example"), fc.webUrl(), fc.jsonValue()),
    clientId: fc.oneof(fc.constant("client"), fc.jsonValue()),
    scope: fc.jsonValue(),
    hosts: fc.oneof(fc.array(fc.domain()), fc.jsonValue()),
    endpoints: fc.oneof(fc.record({ token: fc.string() }), fc.jsonValue()),
    tokenRequest: fc.jsonValue(),
    headerValue: fc.oneof(fc.string(), fc.jsonValue()),
    assumedLifetime: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom("session", "documents", "on", "off", "mine", "default"),
  fc.dictionary(
    fc.oneof(fc.constantFrom("mine", "default", "__proto__"), fc.string()),
    fc.oneof(profile, fc.jsonValue()),
  ),
);

const COMMANDS = [
  ["argus.getToken"],
  ["argus.copyToken", "mine"],
  ["argus.insertToken", "file:///workspace/test.http", 0],
  ["argus.introspect", "file:///workspace/test.http", 0],
  ["argus.editProfile", "mine"],
  ["argus.selectProfile"],
  ["argus.signOut", "mine"],
] as const;

const RANGE = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };

/** Answers like a worker that reaches nothing. */
const send = (method: string): Promise<unknown> =>
  Promise.resolve(
    method === "argus/requestAt"
      ? { ok: true, value: { profile: "mine", profileSource: "active", range: RANGE, requestLine: 0 } }
      : { ok: false, error: { code: "connect", message: "It cannot be reached." } },
  );

describe("settings of any content", () => {
  afterEach(() => {
    standIn.reset();
  });

  it("are read without an error, and no command fails unexpectedly", async () => {
    const files = fc.record({
      user: fc.dictionary(fc.constantFrom(...KEYS), value),
      workspace: fc.dictionary(fc.constantFrom(...KEYS), value),
    });
    await fc.assert(
      fc.asyncProperty(files, fc.constantFrom(...COMMANDS), async (given, [command, ...args]) => {
        standIn.reset();
        standIn.settings = given;
        standIn.documents = [documentOf("GET http://127.0.0.1:9/\n")];
        v.parse(workerSettingsSchema, settingsForWorker().settings.argus);
        JSON.stringify([networkSettings(), proxyAddress(), proxySecrets(), variableSettings()]);
        for (const name of [...settings.profileNames(), "mine"]) settings.profileNamed(name);
        const window = clientWindow(undefined, { worker: { send } });
        await window.tokens.reload();
        assert.equal(typeof (await window.run(command, ...args)), "boolean");
        window.close();
        assert.deepEqual(
          window.log.filter((line) => line.includes("failed unexpectedly")),
          [],
        );
      }),
      { numRuns: runs(200) },
    );
  }).timeout(runs(200) * 100);
});
