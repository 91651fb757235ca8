import assert from "node:assert/strict";
import { type Answer, type Question, standIn } from "../../host/standIn/state.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { answer as answered, documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const ADDRESS = "192.0.2.66";

/** What a workspace sets while a question is open, or takes back before it, is not part of what was asked. */
describe("an origin IP or an addition to the token call that a workspace sets", () => {
  const setup = useClient({ profiles: (own) => ({ mine: own }) });
  beforeEach(() => {
    standIn.answer = answer;
  });

  function answer({ prompt }: Question): Answer {
    const replies: readonly (readonly [RegExp, Answer])[] = [
      [/Which Argus/, "Another URL…"],
      [/URL of the Argus API/, setup.sandbox.url],
      [/API key for/, setup.sandbox.apiKey],
      [/Client secret of/, setup.sandbox.clientSecret],
      [/Client ID of the/, setup.sandbox.clientId],
      [/Profile name/, "new"],
      [/How do you authenticate/, "API Key"],
      [/Test the profile/, "Get a Token Now"],
      [/The test failed/, undefined],
    ];
    return replies.find(([about]) => about.test(prompt))?.[1];
  }

  const at = (question: RegExp, act: () => void): void => {
    let isDone = false;
    standIn.pause = (where) => {
      if (!isDone && question.test(where)) {
        isDone = true;
        act();
      }
      return Promise.resolve();
    };
  };
  const bindings = (): string => [...setup.window.storage.secrets.values()].join("\n");
  const sentAddresses = (): (string | undefined)[] =>
    setup.sandbox.requests.map(({ headers }) => headers["x-forwarded-for"]);

  for (const [command, ...args] of [
    ["argus.setCredential", "mine", "clientSecret"],
    ["argus.setCredential", "mine", "apiKey"],
    ["argus.editProfile", "mine"],
    ["argus.addProfile"],
  ] as const) {
    it(`is neither used nor bound if it is set during ${command} ${args.at(-1) ?? ""}`, async () => {
      at(/^question: (Client secret of|API key for|Test the profile)/, () => {
        standIn.set("workspace", "argus.forwardedFor", ADDRESS);
      });
      assert.equal(await setup.window.run(command, ...args), false);
      assert.match(standIn.messages.at(-1) ?? "", /have changed in the meantime/);
      assert(bindings().includes(setup.sandbox.url), "nothing was stored");
      assert(!bindings().includes(ADDRESS), "the address is bound");
      assert.deepEqual(new Set(sentAddresses()), new Set(setup.sandbox.requests.length === 0 ? [] : [undefined]));
    });
  }

  for (const command of ["argus.addProfile", "argus.editProfile"]) {
    it(`is named before ${command} asks for a key`, async () => {
      standIn.set("workspace", "argus.forwardedFor", ADDRESS);
      await setup.window.run(command, ...(command === "argus.editProfile" ? ["mine"] : []));
      const asked = standIn.questions.map(({ prompt }) => prompt).find((prompt) => prompt.includes("origin IP"));
      assert.match(asked ?? "", /This workspace sets the origin IP in \.vscode\/settings\.json \(192\.0\.2\.66\)/);
      assert.deepEqual(new Set(sentAddresses()), new Set([ADDRESS]));
    });
  }

  it("is named before Store API Key tests a new profile with the key from the file", async () => {
    standIn.set("user", "argus.profiles", undefined);
    standIn.set("workspace", "argus.forwardedFor", ADDRESS);
    standIn.documents = [documentOf(`GET /one\nArgus-API-Key: ${setup.sandbox.apiKey}\n`)];
    const asked: string[] = [];
    standIn.answer = (question) => {
      if (setup.sandbox.requests.length === 0) asked.push(question.prompt);
      return answer(question);
    };
    await setup.window.run("argus.storeKey", "file:///workspace/test.http", 0);
    assert.deepEqual(sentAddresses(), [ADDRESS]);
    assert.match(
      asked.at(-1) ?? "",
      /This workspace sets the origin IP in .* \(192\.0\.2\.66\)\. Test the profile now/,
    );
  });

  it("is named by Edit Profile, which read it, though it is taken back before the question", async () => {
    const tokenRequest = { parameters: { audience: "theirs" } };
    standIn.set("workspace", "argus.profiles", { mine: { tokenRequest } });
    at(/^answer: URL of the/, () => {
      standIn.set("workspace", "argus.profiles", undefined);
    });
    await setup.window.run("argus.editProfile", "mine");
    const asked = standIn.questions.find(({ prompt }) => prompt.includes("How do you authenticate"));
    assert.match(asked?.prompt ?? "", /This workspace sets the profile in .*audience=theirs/s);
  });

  it("is no longer the workspace's once the person's own settings have it", async () => {
    const tokenRequest = { parameters: { audience: "ours" } };
    standIn.set("user", "argus.profiles", { mine: { ...setup.profile, tokenRequest } });
    standIn.set("user", "argus.forwardedFor", ADDRESS);
    standIn.set("workspace", "argus.profiles", { mine: { tokenRequest } });
    standIn.set("workspace", "argus.forwardedFor", ADDRESS);
    await setup.window.run("argus.setCredential", "mine", "apiKey");
    assert(standIn.questions.length > 0);
    assert(standIn.questions.every(({ prompt }) => !prompt.includes("This workspace")));
  });

  it("is named before a key is asked for again, if it is set after the person left Add Profile", async () => {
    standIn.answer = (question) => (question.prompt.startsWith("Profile name") ? undefined : answer(question));
    assert.equal(await setup.window.run("argus.addProfile"), false);
    standIn.set("workspace", "argus.forwardedFor", ADDRESS);
    standIn.questions = [];
    standIn.answer = (question) =>
      question.prompt.startsWith("You left this") ? "Continue Where You Left Off" : answer(question);
    assert.equal(await setup.window.run("argus.addProfile"), true, standIn.messages.join());
    const { prompt = "" } = standIn.questions.find(({ isSecret }) => isSecret) ?? {};
    assert.match(prompt, /This workspace sets the origin IP in \.vscode\/settings\.json \(192\.0\.2\.66\)/);
  });

  it("is not sent by a call whose profile was read before, though the worker knows it by then", async () => {
    let general: string | undefined;
    const sent: (string | undefined)[] = [];
    // The worker uses its own setting for a profile without an origin IP.
    const send = (method: "argus/token", params: { profile: Profile }): Promise<unknown> => {
      sent.push(params.profile.forwardedFor ?? general);
      return answered(method, params);
    };
    const window = setup.open({ worker: { send } });
    assert.equal(await window.run("argus.setCredential", "mine", "apiKey"), true);
    sent.splice(0);
    for (const command of ["argus.getToken", "argus.copyToken"]) {
      at(/^secrets/, () => {
        general = ADDRESS;
        standIn.set("workspace", "argus.forwardedFor", ADDRESS);
      });
      await window.run(command, "mine");
      standIn.set("workspace", "argus.forwardedFor", (general = undefined));
    }
    assert(sent.length > 0);
    assert(!sent.includes(ADDRESS), sent.join());
  });
});
