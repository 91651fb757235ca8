import assert from "node:assert/strict";
import fc from "fast-check";
import { LspClient } from "./lspClient.ts";
import { runs } from "../../host/runs.ts";

const URI = "file:///any.http";
const SECRET = "very/secret-key";
const RUNS = runs(200);

const METHODS = [
  ...["token", "introspect", "userinfo", "requestAt", "profileAt", "authorize", "removeTokens", "replaceTokens"],
  ...["tokenProfiles", "apiKeyAt", "nameProfile", "inspectKey", "codeLenses", "discover"],
].map((name) => `argus/${name}`);

/** Almost right, so that it gets past the first check, with the secret anywhere. */
const params = fc.oneof(
  fc.anything({ withNullPrototype: false }),
  fc.record(
    {
      textDocument: fc.oneof(fc.constant({ uri: URI }), fc.anything()),
      position: fc.oneof(fc.record({ line: fc.integer(), character: fc.double() }), fc.anything()),
      profile: fc.oneof(
        fc.record({ name: fc.string(), url: fc.string(), clientId: fc.constant(SECRET) }),
        fc.anything(),
      ),
      credential: fc.oneof(
        fc.constant({ kind: SECRET }),
        fc.record({ kind: fc.constant("apiKey"), apiKey: fc.anything() }),
      ),
      token: fc.oneof(fc.constant(`${SECRET}\n`), fc.anything()),
      accessToken: fc.oneof(fc.constant(`${SECRET}\n`), fc.anything()),
      style: fc.anything(),
    },
    { requiredKeys: [] },
  ),
);

const NOTIFICATIONS = [
  "argus/tokens",
  "argus/tracked",
  "workspace/didChangeConfiguration",
  "textDocument/didChange",
  "textDocument/didClose",
];

describe("the worker, whatever message it gets over stdio", () => {
  let client: LspClient;
  before(async () => {
    // A wrong call must not wait for the network.
    client = await LspClient.start({ timeout: 1 });
    await client.open(URI, "GET https://example.com/a\n");
  });
  after(() => client.stop());

  it("answers with a result and no secret, and answers the next one", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...METHODS), params, async (method, value) => {
        const sent = JSON.parse(JSON.stringify(value ?? null)) as unknown;
        // JSON-RPC allows only objects and lists as parameters.
        const answer = await client.request<unknown>(method, typeof sent === "object" ? sent : [sent]);
        assert(typeof answer === "object" && answer !== null && "ok" in answer, method);
        if (answer.ok === false) assert(!JSON.stringify(answer).includes(SECRET), method);
      }),
      { numRuns: RUNS },
    );
  }).timeout(RUNS * 200);

  it("keeps reading after meaningless notifications", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...NOTIFICATIONS), fc.anything(), async (method, value) => {
        const sent = JSON.parse(JSON.stringify(value ?? null)) as unknown;
        await client.notify(method, typeof sent === "object" ? sent : [sent]);
      }),
      { numRuns: RUNS },
    );
    const position = { line: 0, character: 0 };
    await client.notify("textDocument/didOpen", {
      textDocument: { uri: "file:///next.http", languageId: "http", version: 1, text: "GET /b\n" },
    });
    const answer = await client.request<{ ok: boolean }>("argus/requestAt", {
      textDocument: { uri: "file:///next.http" },
      position,
    });
    assert.equal(answer.ok, true);
  }).timeout(RUNS * 200);
});
