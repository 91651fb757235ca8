import assert from "node:assert/strict";
import { type Answer, type Question, standIn } from "../../host/standIn/state.ts";
import { type ClientWindow, documentOf, Storage } from "./clientWindow.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { useClient } from "./setup.ts";

const TEST = "Get a Token Now";
const SAVE = "Save Without Testing";

type Settings = Record<string, unknown>;

/** The person's answer to a question by a part of its prompt or title. */
type Replies = readonly (readonly [RegExp, Answer])[];

describe("an answer about one profile", () => {
  const setup = useClient({ profiles: () => undefined });
  /** Where the workspace's settings send secrets. */
  let attacker: Sandbox;
  beforeEach(async () => {
    attacker = await startSandbox();
  });
  afterEach(() => attacker.close());

  const openWindow = (): ClientWindow => setup.open({}, new Storage());

  const profiles = (owner: "user" | "workspace", value: Settings): void => standIn.set(owner, "argus.profiles", value);

  /** The workspace's settings point the profile at the attacker while a question is open. */
  function turn(name: string, at: RegExp, change: Settings = { url: attacker.url }): void {
    let isTurned = false;
    standIn.pause = (where) => {
      if (!isTurned && at.test(where)) {
        isTurned = true;
        profiles("workspace", { [name]: change });
      }
      return Promise.resolve();
    };
  }

  function answer(...replies: Replies): void {
    standIn.answer = (question: Question) =>
      replies.find(([about]) => about.test(`${question.title} ${question.prompt}`))?.[1];
  }

  /** Whatever is done with the profile afterwards, nothing reaches the attacker that was not entered for it. */
  async function assertUnreached(window: ClientWindow, name: string): Promise<void> {
    assert(
      standIn.messages.some((text) => text.includes("have changed in the meantime")),
      standIn.messages.join("\n"),
    );
    standIn.pause = () => Promise.resolve();
    standIn.answer = () => undefined;
    for (const command of ["argus.getToken", "argus.copyToken"]) assert.equal(await window.run(command, name), false);
    assert.deepEqual(attacker.requests, []);
    assert.equal(window.sessions.held().get(name), undefined);
  }

  const adding = (end: string): Replies => [
    [/Which Argus/, "Another URL…"],
    [/URL of the Argus API/, setup.sandbox.url],
    [/API key for/, setup.sandbox.apiKey],
    [/Client ID/, setup.sandbox.clientId],
    [/Profile name/, "mine"],
    // For Edit Profile.
    [/How do you authenticate/, "API Key"],
    [/Test the profile/, end],
  ];

  for (const end of [SAVE, TEST]) {
    it(`does not move to another address when a workspace takes over the profile during “${end}” of Add Profile`, async () => {
      const window = openWindow();
      profiles("user", { first: setup.profile });
      answer(...adding(end));
      turn("mine", /question: Test the profile/);
      assert.equal(await window.run("argus.addProfile"), false);
      assert.equal(setup.sandbox.requests.length, end === TEST ? 1 : 0);
      assert.equal(standIn.settings.user["argus.activeProfile"], undefined, "made the active one");
      await assertUnreached(window, "mine");
    });
  }

  it("does not move when the settings change while they are written, or during the test call", async () => {
    for (const at of [/^settings/, /^worker: argus\/token/, /^secrets/]) {
      profiles("workspace", {});
      profiles("user", { first: setup.profile });
      standIn.messages = [];
      const window = openWindow();
      answer(...adding(TEST));
      turn("mine", at);
      assert.equal(await window.run("argus.addProfile"), false, String(at));
      await assertUnreached(window, "mine");
    }
  });

  it("says which settings file took the profile over, and keeps the key for the original address", async () => {
    const window = openWindow();
    answer(...adding(SAVE));
    turn("mine", /question: Test the profile/);
    await window.run("argus.addProfile");
    const text = standIn.messages.at(-1) ?? "";
    assert.match(text, /This workspace sets it in \.vscode\/settings\.json/);
    assert(text.includes(setup.sandbox.url), text);
    standIn.pause = () => Promise.resolve();
    profiles("workspace", {});
    assert.equal(await window.run("argus.getToken", "mine"), true);
  });

  it("does not move when Edit Profile ends with an address that it did not ask about", async () => {
    for (const end of [SAVE, TEST]) {
      profiles("workspace", {});
      profiles("user", { mine: setup.profile });
      standIn.messages = [];
      const window = openWindow();
      answer(...adding(end));
      turn("mine", /question: Test the profile/);
      assert.equal(await window.run("argus.editProfile", "mine"), false);
      await assertUnreached(window, "mine");
    }
  });

  it("does not move when the address changes during Enter Credential or the first Get Token", async () => {
    for (const command of ["argus.setCredential", "argus.getToken", "argus.copyToken"]) {
      profiles("workspace", {});
      profiles("user", { mine: setup.profile });
      standIn.messages = [];
      const window = openWindow();
      answer([/What do you want to enter/, "API Key"], [/API key for/, setup.sandbox.apiKey]);
      turn("mine", /question: API key/);
      assert.equal(await window.run(command, "mine"), false, command);
      await assertUnreached(window, "mine");
    }
  });

  it("does not move when the address changes during the prompt for a client secret", async () => {
    profiles("user", { default: setup.profile });
    const window = openWindow();
    standIn.documents = [documentOf("GET /one\n")];
    answer(
      [/API key for/, setup.sandbox.apiKey],
      [/Client secret/, setup.sandbox.clientSecret],
      [/What do you want to enter/, "API Key"],
    );
    assert.equal(await window.run("argus.getToken"), true);
    turn("default", /question: Client secret/);
    assert.equal(await window.run("argus.introspect", "file:///workspace/test.http", 0), false);
    assert.equal(setup.sandbox.requests.length, 1);
    await assertUnreached(window, "default");
  });

  describe("for a document", () => {
    const uri = "file:///workspace/test.http";
    const document = () => documentOf(`GET ${setup.sandbox.url}/one\nArgus-API-Key: ${setup.sandbox.apiKey}\n`);

    it("does not move when a profile is added for it", async () => {
      profiles("user", { first: setup.profile });
      const window = openWindow();
      standIn.documents = [document()];
      answer([/Which profile is the key for/, "New Profile…"], ...adding(SAVE));
      turn("mine", /question: Test the profile/);
      assert.equal(await window.run("argus.storeKey", uri, 1), false);
      assert.equal(standIn.edits, 0, "the key was taken out of the document");
      await assertUnreached(window, "mine");
    });

    it("does not move when the profile changes while the key is stored", async () => {
      for (const at of [/question: Which profile/, /^secrets/]) {
        profiles("workspace", {});
        profiles("user", { mine: setup.profile });
        standIn.messages = [];
        const window = openWindow();
        standIn.documents = [document()];
        answer([/Which profile is the key for/, "mine"]);
        turn("mine", at);
        assert.equal(await window.run("argus.storeKey", uri, 1), false);
        assert.equal(standIn.edits, 0, "the key was taken out of the document");
        await assertUnreached(window, "mine");
      }
    });
  });

  it("is neither moved nor lost when the address changes during Discover Endpoints", async () => {
    profiles("user", { mine: setup.profile });
    const window = openWindow();
    answer([/What do you want to enter/, "API Key"], [/API key for/, setup.sandbox.apiKey]);
    assert.equal(await window.run("argus.setCredential", "mine", "apiKey"), true);
    const other = setup.sandbox.url.replace("127.0.0.1", "localhost");
    setup.sandbox.setDiscovery({ endpointOrigin: other });
    for (const at of [/question: Which server/, /question: Change the end/, /question: Credentials/, /^settings/]) {
      profiles("workspace", {});
      standIn.messages = [];
      answer(
        [/Which server/, setup.sandbox.url],
        [/Change the endpoints/, "Change Endpoints"],
        [/Credentials/, "Allow"],
      );
      turn("mine", at);
      assert.equal(await window.run("argus.discoverEndpoints", "mine"), false, String(at));
      await assertUnreached(window, "mine");
    }
    profiles("workspace", {});
    profiles("user", { mine: setup.profile });
    // Its latest binding is to the endpoints that the person agreed to.
    answer([/changed since its secrets/, "Use the Secrets"]);
    assert.equal(await window.run("argus.getToken", "mine"), true, "the key was dropped");
  });

  it("is not lost when the person allows another address", async () => {
    profiles("user", { mine: setup.profile });
    const window = openWindow();
    answer([/API key for/, setup.sandbox.apiKey]);
    assert.equal(await window.run("argus.setCredential", "mine", "apiKey"), true);
    attacker.setDiscovery({ endpointOrigin: attacker.url.replace("127.0.0.1", "localhost") });
    profiles("user", { mine: { ...setup.profile, url: attacker.url } });
    answer([/Which server/, attacker.url], [/Change the endpoints/, "Change Endpoints"], [/Credentials/, "Allow"]);
    assert.equal(await window.run("argus.discoverEndpoints", "mine"), false);
    assert(standIn.messages.some((text) => text.includes("entered for another address")));
    profiles("user", { mine: setup.profile });
    assert.equal(await window.run("argus.getToken", "mine"), true);
  });

  it("is not applied to a profile that changed before it was selected", async () => {
    profiles("user", { first: setup.profile, mine: setup.profile });
    const window = openWindow();
    answer([/Which profile/, "mine"]);
    turn("mine", /question: Which profile/);
    assert.equal(await window.run("argus.selectProfile"), false);
    assert.equal(standIn.settings.user["argus.activeProfile"], undefined);
    assert.equal(standIn.settings.workspace["argus.activeProfile"], undefined);
    await assertUnreached(window, "mine");
  });

  for (const [command, ...args] of [
    ["argus.setCredential", "mine", "apiKey"],
    ["argus.setCredential", "mine", "clientSecret"],
    ["argus.getToken", "mine"],
    ["argus.editProfile", "mine"],
  ] as const) {
    it(`is asked for with each endpoint that the workspace sets (${command} ${args.join(" ")})`, async () => {
      profiles("user", { mine: setup.profile });
      profiles("workspace", {
        mine: { ...setup.profile, endpoints: { introspection: "/theirs", userinfo: "/theirs-too" } },
      });
      const window = openWindow();
      answer([/URL of the/, setup.profile.url], [/Client ID of/, setup.profile.clientId]);
      assert.equal(await window.run(command, ...args), false);
      const asked = standIn.questions.at(-1)!.prompt;
      assert.match(asked, /This workspace sets the profile in \.vscode\/settings\.json/);
      assert(
        asked.includes(
          `Introspection endpoint: ${setup.sandbox.url}/theirs; Userinfo endpoint: ${setup.sandbox.url}/theirs-too`,
        ),
      );
    });
  }

  it("adds no host to another profile, which has the same name by then", async () => {
    profiles("user", { mine: setup.profile });
    const window = openWindow();
    turn("mine", /^answer: Add/);
    standIn.answer = ({ choices }) => choices?.[0];
    assert.equal(await window.run("argus.addHost", "mine", "app.example"), false);
    assert(standIn.messages.some((text) => text.includes("have changed in the meantime")));
    assert(!JSON.stringify([standIn.settings, ...window.storage.state]).includes("app.example"));
  });

  it("forgets the passphrase of the certificate that the profile had at the question", async () => {
    profiles("user", { mine: setup.profile });
    const certificates = [setup.sandbox, attacker].map(({ url }, at) => [
      new URL(url).host,
      { certFile: `/${at}.pem` },
    ]);
    standIn.set("user", "argus.clientCertificate", Object.fromEntries(certificates));
    const window = openWindow();
    for (const file of ["/0.pem", "/1.pem"]) window.storage.secrets.set(`argus.passphrase/${file}`, "open sesame");
    window.passphrases.reload();
    await window.passphrases.ready();
    turn("mine", /^answer: Delete/);
    assert.equal(await window.run("argus.forgetCredentials", "mine"), true);
    assert.deepEqual(window.passphrases.all, { "/1.pem": "open sesame" });
  });

  it("is stored from a document only after a notice about what the workspace sets", async () => {
    profiles("user", { mine: setup.profile });
    profiles("workspace", { mine: { ...setup.profile, endpoints: { token: "/theirs" } } });
    standIn.documents = [documentOf(`GET ${setup.sandbox.url}/one\nArgus-API-Key: ${setup.sandbox.apiKey}\n`)];
    const window = openWindow();
    assert.equal(await window.run("argus.storeKey", "file:///workspace/test.http", 1), false);
    const { details } = standIn.questions.find(({ prompt }) => prompt.startsWith("Which profile"))!;
    assert(details![0]!.includes(`Token endpoint: ${setup.sandbox.url}/theirs`), details![0]);
  });
});
