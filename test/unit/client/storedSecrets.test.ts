import assert from "node:assert/strict";
import fc from "fast-check";
import { standIn } from "../../host/standIn/state.ts";
import { clientWindow } from "./clientWindow.ts";
import { runs } from "../../host/runs.ts";

const KEY = "argus.profile/default";
const PROFILE = { name: "default", url: "https://argus.example", clientId: "client" };
const RUNS = runs(300);

/** An entry as another version, another program or a broken disk may have left it. */
const entry = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .record(
      {
        origin: fc.oneof(fc.constant("https://argus.example"), fc.anything()),
        credential: fc.oneof(
          fc.record({ kind: fc.constantFrom("apiKey", "session", "jwt", "later"), apiKey: fc.anything() }),
          fc.anything(),
        ),
        binding: fc.anything(),
        clientSecret: fc.anything(),
        token: fc.anything(),
        allowedOrigins: fc.anything(),
        version: fc.integer(),
      },
      { requiredKeys: [] },
    )
    .map((value) => (JSON.stringify(value) as string | undefined) ?? ""),
);

describe("a text in the secret storage", () => {
  beforeEach(() => {
    standIn.reset();
    standIn.set("user", "argus.profiles", { default: { url: PROFILE.url, clientId: PROFILE.clientId } });
  });
  afterEach(() => {
    standIn.reset();
  });

  it("that is not a valid entry is dropped with a sentence, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(entry, async (text) => {
        const window = clientWindow();
        window.storage.secrets.set(KEY, text);
        const { secrets } = await window.profileSecrets.read(PROFILE);
        const isKept = window.storage.secrets.has(KEY);
        if (!isKept) {
          assert.deepEqual(secrets, {});
          assert(
            window.log.some((line) => line.includes("default")),
            "dropped without a sentence",
          );
          assert(text.length < 8 || !window.log.some((line) => line.includes(text)), "the log has what was stored");
        }
        const { credential } = secrets;
        assert(credential === undefined || ["apiKey", "session", "jwt"].includes(credential.kind));
        // A person can enter a key after that, and it is there.
        await window.profileSecrets.enter(PROFILE, { credential: { kind: "apiKey", apiKey: "my/key" } });
        const entered = (await window.profileSecrets.read(PROFILE)).secrets.credential;
        assert.deepEqual(entered, { kind: "apiKey", apiKey: "my/key" });
        window.close();
      }),
      { numRuns: RUNS },
    );
  }).timeout(RUNS * 200);
});
