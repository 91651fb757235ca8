import assert from "node:assert/strict";
import { LOG_CLOUD_CLIENT } from "../../../common/endpoints.ts";
import { type Answer, BACK, Left, Pasted, type Question, standIn } from "../../host/standIn/state.ts";
import { until } from "../../host/until.ts";
import { useClient } from "./setup.ts";

/** The person's answers to questions by the start of their prompt, in order. */
type Script = readonly (readonly [prompt: string, answer: Answer | ((question: Question) => Answer)])[];

const ANOTHER = "dda70cae-3659-4a6b-9546-142b3733026d";

describe("Add Profile", () => {
  const setup = useClient({ profiles: () => undefined });

  async function run(script: Script, command = "argus.addProfile", ...args: unknown[]): Promise<boolean> {
    const left = [...script];
    standIn.questions = [];
    standIn.answer = (question) => {
      const [prompt, answer] = left[0] ?? [];
      // Notifications are not part of the script.
      if (prompt === undefined || (question.title === "" && !question.prompt.startsWith(prompt))) return undefined;
      assert(question.prompt.startsWith(prompt), `“${prompt}” was to come, not “${question.prompt}”`);
      left.shift();
      return typeof answer === "function" ? answer(question) : answer;
    };
    const worked = await setup.window.run(command, ...args);
    assert.deepEqual(left, [], "not asked");
    return worked;
  }

  const profiles = (): unknown => standIn.settings.user["argus.profiles"];
  const steps = (): string[] =>
    standIn.questions
      .filter(({ title }) => title !== "")
      .map(({ prompt, step, total }) => `${/^[^ ]+ [^ ]+/.exec(prompt)?.[0]} ${step}/${total}`);
  const elsewhere = (): Script => [
    ["Which Argus?", "Another URL…"],
    ["URL of", setup.sandbox.url],
  ];
  const rest = (): Script => [
    ["Client ID", setup.sandbox.clientId],
    ["Profile name", ({ value }) => value],
    ["Test the profile", "Get a Token Now"],
  ];

  it("asks first which Argus, then for the credential, and last for a name, with a default", async () => {
    assert(await run([...elsewhere(), ["API key for", setup.sandbox.apiKey], ...rest()]));
    assert.deepEqual(steps(), [
      "Which Argus? 1/5",
      "URL of 2/6",
      "API key 3/6",
      "Client ID 4/6",
      "Profile name, 5/6",
      "Test the 6/6",
    ]);
    assert.deepEqual(profiles(), { default: setup.profile });
    assert.equal(setup.window.sessions.state("default").kind, "live");
    assert(
      standIn.questions.every(
        ({ choices, isSecret, prompt }) =>
          isSecret === prompt.startsWith("API key") && (isSecret ? choices === undefined : true),
      ),
    );
  });

  it("knows the public API and Argus Log Cloud", async () => {
    const key = ["API key for https://api.mnemonic.no", "1/2/my-secret-key"] as const;
    const save = ["Test the profile", "Save Without Testing"] as const;
    assert(
      await run([
        ["Which Argus?", "Argus API"],
        key,
        ["Client ID", setup.sandbox.clientId],
        ["Profile name", ({ value }) => value],
        save,
      ]),
    );
    assert(await run([["Which Argus?", "Argus Log Cloud"], key, ["Profile name", ({ value }) => value], save]));
    assert.deepEqual(steps(), ["Which Argus? 1/5", "API key 2/4", "Profile name, 3/4", "Test the 4/4"]);
    assert(await run([["Which Argus?", "Argus Log Cloud"], key, ["Profile name", ({ value }) => value], save]));
    const url = "https://api.mnemonic.no";
    assert.deepEqual(profiles(), {
      default: { url, clientId: setup.sandbox.clientId },
      alc: { url, clientId: LOG_CLOUD_CLIENT },
      "alc-2": { url, clientId: LOG_CLOUD_CLIENT },
    });
  });

  it("adds the scheme that a URL lacks, and cleans a key, each with a note", async () => {
    const host = new URL(setup.sandbox.url).host;
    const key = `-H "Argus-API-Key: ${setup.sandbox.apiKey}" \\`;
    assert(await run([["Which Argus?", "Another URL…"], ["URL of", host], ["API key for", key], ...rest()]));
    assert.equal(setup.sandbox.requests[0]?.headers["argus-api-key"], setup.sandbox.apiKey);
    assert.deepEqual(standIn.messages, [
      `http:// was added: ${setup.sandbox.url}`,
      "Removed from the API key: “-H”, “Argus-API-Key:”, and quotes.",
    ]);
  });

  it("keeps a key that is pasted too early out of the list, and fills it into the masked box", async () => {
    const [which, url] = elsewhere();
    assert(
      await run([
        ["Which Argus?", new Pasted(setup.sandbox.apiKey)],
        which!,
        url!,
        ["API key for", ({ value }) => value],
        ...rest(),
      ]),
    );
    assert.deepEqual(standIn.filters, [""]);
    assert.equal(setup.sandbox.requests[0]?.headers["argus-api-key"], setup.sandbox.apiKey);
  });

  it("offers the other kinds of credential after Enter without a key", async () => {
    const token = setup.sandbox.sessionToken;
    const kinds = (question: Question): Answer => {
      assert.deepEqual(question.choices, ["Session Token", "Signed JWT", "Command", "Environment Variable"]);
      return "Session Token";
    };
    const script = [
      ["API key for", ""],
      ["What do you want to enter", kinds],
      ["Session token for", `Bearer ${token}`],
    ] as const;
    assert(await run([...elsewhere(), ...script, ...rest()]));
    assert.equal(setup.sandbox.requests[0]?.headers["authorization"], `Bearer ${token}`);
  });

  it("looks a client up by its short name with the credential, and saves its ID", async () => {
    const named = rest().map(([prompt, answer]) => [prompt, prompt === "Client ID" ? "my-app" : answer] as const);
    assert(await run([...elsewhere(), ["API key for", setup.sandbox.apiKey], ...named]));
    assert.deepEqual(profiles(), { default: setup.profile });
    assert.deepEqual(standIn.messages, [`The client “my-app” has the ID ${setup.sandbox.clientId}.`]);
    assert.equal(setup.sandbox.requests.length, 2);
  });

  it("says why a name has no ID, and goes back to it or takes it as an ID", async () => {
    const [client, ...others] = rest();
    const correct = (question: Question): Answer => {
      assert.match(question.details?.[0] ?? "", /knows no client of that name/);
      return "Correct the Client ID";
    };
    const told = ({ told, value }: Question): Answer => {
      assert.match(told ?? "", /knows no client/);
      assert.equal(value, "mine");
      return "other";
    };
    const script: Script = [
      [client![0], "mine"],
      ["Argus did not give an ID for “mine”", correct],
      [client![0], told],
      ["Argus did not give an ID for “other”", "Use “other” as the Client ID"],
      ["Profile name", BACK],
      [client![0], setup.sandbox.clientId],
    ];
    assert(await run([...elsewhere(), ["API key for", setup.sandbox.apiKey], ...script, ...others]));
    assert.deepEqual(profiles(), { default: setup.profile });
  });

  it("continues where it was left, with the key still masked, and writes nothing before the end", async () => {
    assert(
      !(await run([
        ...elsewhere(),
        ["API key for", setup.sandbox.apiKey],
        ["Client ID", setup.sandbox.clientId],
        ["Profile name", new Left("de")],
      ])),
    );
    assert.equal(profiles(), undefined);
    assert.equal(setup.window.storage.secrets.size, 0);
    assert(!JSON.stringify([...setup.window.storage.state]).includes(setup.sandbox.apiKey));
    const name = ({ value }: Question): Answer => `${value}v`;
    assert(
      await run([
        ["You left this", "Continue Where You Left Off"],
        ["Profile name", name],
        ["Test the profile", "Get a Token Now"],
      ]),
    );
    assert.deepEqual(profiles(), { dev: setup.profile });
  });

  it("continues Edit Profile too, unless the profile has changed", async () => {
    standIn.set("user", "argus.profiles", { default: setup.profile });
    const leave: Script = [
      ["URL of", `${setup.sandbox.url}/v2`],
      ["Client ID", ANOTHER],
      ["How do you authenticate?", "API Key"],
      ["API key for", new Left("1/2/ha")],
    ];
    assert(!(await run(leave, "argus.editProfile", "default")));
    assert.deepEqual(profiles(), { default: setup.profile });
    assert.equal(setup.window.storage.secrets.size, 0);
    const goOn: Script = [
      ["You left this", "Continue Where You Left Off"],
      ["API key for", ({ value, isSecret }) => (isSecret ? `${value}lf` : undefined)],
      ["Test the profile", "Save Without Testing"],
    ];
    assert(await run(goOn, "argus.editProfile", "default"));
    assert.deepEqual(profiles(), { default: { url: `${setup.sandbox.url}/v2`, clientId: ANOTHER } });
    assert.match(setup.window.storage.secrets.get("argus.profile/default") ?? "", /"1\/2\/half"/);

    standIn.set("user", "argus.profiles", { default: setup.profile });
    assert(!(await run(leave, "argus.editProfile", "default")));
    standIn.set("user", "argus.profiles", { default: { ...setup.profile, scope: "openid" } });
    assert(!(await run([["URL of", undefined]], "argus.editProfile", "default")));
  });

  it("continues a failed test with the question what to do, and makes no call before the answer", async () => {
    const script: Script = [["API key for", "wrong/key"], ...rest(), ["The test failed", undefined]];
    assert(!(await run([...elsewhere(), ...script])));
    assert.equal(setup.sandbox.requests.length, 1);
    assert(
      !(await run([
        ["You left this", "Continue Where You Left Off"],
        ["Test the profile", undefined],
      ])),
    );
    assert.equal(setup.sandbox.requests.length, 1);
  });

  it("goes back to the answer that was wrong, and keeps all others", async () => {
    const script: Script = [
      ["API key for", "wrong/key"],
      ...rest(),
      ["The test failed", "Correct the API Key"],
      [
        "API key for",
        ({ value, told }) => (
          assert.match(told ?? "", /did not accept/),
          value === "wrong/key" ? setup.sandbox.apiKey : ""
        ),
      ],
      ["Test the profile", "Get a Token Now"],
    ];
    assert(await run([...elsewhere(), ...script]));
    assert.equal(setup.sandbox.requests.length, 2);
    assert.deepEqual(profiles(), { default: setup.profile });
  });

  it("keeps every answer if the settings cannot be written, offers to open them, and continues from there", async () => {
    standIn.pause = (where) => (where === "settings" ? Promise.reject(new Error("EROFS")) : Promise.resolve());
    assert(!(await run([...elsewhere(), ["API key for", setup.sandbox.apiKey], ...rest()])));
    assert.match(standIn.messages.at(-1) ?? "", /could not be written to your settings/);
    assert.deepEqual(standIn.questions.at(-1)?.choices, ["Open settings.json", "Try Again"]);
    assert.equal(setup.storage.secrets.size, 0);
    standIn.pause = () => Promise.resolve();
    assert(await run([["You left this", "Continue Where You Left Off"]]));
    assert.deepEqual(profiles(), { default: setup.profile });
    assert.equal(setup.window.sessions.state("default").kind, "live");
  });

  const asMine = (lastStep: () => Answer): Script => [
    ...elsewhere(),
    ["API key for", setup.sandbox.apiKey],
    ["Client ID", setup.sandbox.clientId],
    ["Profile name", "mine"],
    ["Test the profile", lastStep],
  ];

  it("keeps the profile and its key if it cannot be made active, and opens the file where that is set", async () => {
    standIn.settings.user["argus.profiles"] = { other: { ...setup.profile, url: "https://argus.example.com" } };
    standIn.settings.workspace["argus.activeProfile"] = "other";
    let writes = 0;
    // Two for the profile itself.
    standIn.pause = (where) =>
      where === "settings" && ++writes > 2 ? Promise.reject(new Error("EROFS")) : Promise.resolve();
    const opened: unknown[] = [];
    setup.window.commands.set("workbench.action.openWorkspaceSettingsFile", () => opened.push("workspace"));
    const lastStep = (): Answer => {
      standIn.answer = () => "Open settings.json";
      return "Get a Token Now";
    };
    assert(!(await run(asMine(lastStep))));
    assert.deepEqual(standIn.questions.at(-1)?.choices, ["Open settings.json"]);
    assert.match(standIn.messages.at(-1) ?? "", /^The setting argus\.activeProfile could not be written/);
    await until("the file", () => opened.length > 0);
    assert.equal(setup.window.sessions.state("mine").kind, "live");
  });

  it("makes the profile active where it is saved, although a workspace has the same one by then", async () => {
    standIn.settings.user["argus.profiles"] = { other: { ...setup.profile, url: "https://argus.example.com" } };
    const lastStep = (): Answer => {
      standIn.settings.workspace["argus.profiles"] = { mine: setup.profile };
      return "Get a Token Now";
    };
    assert(await run(asMine(lastStep)));
    assert.equal(standIn.settings.user["argus.activeProfile"], "mine");
    assert.equal(standIn.settings.workspace["argus.activeProfile"], undefined);
  });
});
