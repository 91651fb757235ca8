import assert from "node:assert/strict";
import { type Answer, Left, type Question, standIn } from "../../host/standIn/state.ts";
import { until } from "../../host/until.ts";
import { startSandbox } from "../../sandbox/sandbox.ts";
import { useClient } from "./setup.ts";

describe("Enter Credential", () => {
  const WRONG = "1/2/aWrongKey";
  const setup = useClient();

  /** Enters these keys one after another; `failed` answers the question after a failure. */
  const enter = async (keys: readonly string[], failed?: (question: Question) => Answer): Promise<boolean> => {
    const left = [...keys];
    standIn.questions = [];
    standIn.answer = (question) =>
      question.prompt.startsWith("API key") ? left.shift() : question.title === "" ? undefined : failed?.(question);
    const done = await setup.window.run("argus.setCredential", "default", "credential");
    assert.deepEqual(left, [], "not asked for");
    return done;
  };
  const stored = (): unknown => {
    const text = setup.window.storage.secrets.get("argus.profile/default");
    return text === undefined ? undefined : (JSON.parse(text) as { credential: unknown }).credential;
  };

  it("tests a key with one call, stores it, and keeps the token", async () => {
    assert(await enter([setup.sandbox.apiKey]));
    assert.deepEqual(stored(), { kind: "apiKey", apiKey: setup.sandbox.apiKey });
    assert.equal(setup.window.sessions.state("default").kind, "live");
    assert.equal(setup.sandbox.requests.length, 1);
    assert.deepEqual(standIn.statusMessages, [
      "Your entry for “default” works and was saved: API Key. Its token is ready.",
    ]);
    assert(await setup.window.run("argus.copyToken", "default"));
    assert.equal(setup.sandbox.requests.length, 1, "the token was not kept");
  });

  it("says why a key is refused, and goes back to it before anything is stored", async () => {
    let storedMeanwhile: unknown = "not looked";
    const correct = (question: Question): Answer => {
      storedMeanwhile = stored();
      assert.match(question.prompt, /nothing is saved yet/);
      assert.match(
        question.details?.[0] ?? "",
        /^Key 1\/2: Argus did not accept the API key\. Answer: “API key is not valid”/,
      );
      assert.deepEqual(question.choices, ["Correct the API Key", "Edit Profile", "Try Again", "Save Without Testing"]);
      return "Correct the API Key";
    };
    assert(await enter([WRONG, setup.sandbox.apiKey], correct));
    assert.equal(storedMeanwhile, undefined);
    const again = standIn.questions.findLast(({ prompt }) => prompt.startsWith("API key"))!;
    assert.equal(again.value, WRONG, "what was typed is gone");
    assert.match(again.told ?? "", /^Key 1\/2: Argus did not accept the API key/);
    assert.deepEqual(stored(), { kind: "apiKey", apiKey: setup.sandbox.apiKey });
    assert.equal(setup.window.sessions.state("default").kind, "live");
  });

  it("offers to edit the profile, first of all if its URL is wrong, and stores nothing then", async () => {
    setup.sandbox.fail({ kind: "status", status: 404 });
    const edit = ({ choices = [], details = [] }: Question): Answer => {
      assert.deepEqual(choices, ["Edit Profile", "Correct the API Key", "Try Again", "Save Without Testing"]);
      assert.match(details[0] ?? "", /HTTP 404/);
      return "Edit Profile";
    };
    assert.equal(await enter([setup.sandbox.apiKey], edit), false);
    const editing = (): boolean => standIn.questions.some(({ title }) => title === "Argus: Edit Profile default");
    await until("the questions about the profile", editing);
    assert.equal(stored(), undefined);
    assert.deepEqual(standIn.messages, []);
  });

  it("keeps what was there when the person gives up", async () => {
    assert(await enter([setup.sandbox.apiKey]));
    const token = setup.window.sessions.held().get("default");
    assert.equal(await enter([WRONG]), false);
    assert.deepEqual(stored(), { kind: "apiKey", apiKey: setup.sandbox.apiKey });
    assert.equal(setup.window.sessions.held().get("default"), token);
  });

  it("asks for a key again after the person left a refused one", async () => {
    assert.equal(await enter([WRONG]), false);
    assert(await enter([setup.sandbox.apiKey]));
    assert.equal(standIn.questions[0]?.value, "");
  });

  /** Leaves the question for a session token with these first characters. */
  const leave = async (typed: string): Promise<void> => {
    standIn.answer = ({ prompt }) => {
      if (prompt.startsWith("API key")) return "";
      return prompt.startsWith("What do you want") ? "Session Token" : new Left(typed);
    };
    assert.equal(await setup.window.run("argus.setCredential", "default", "credential"), false);
    standIn.questions = [];
    standIn.answer = ({ prompt }) => (prompt.startsWith("You left") ? "Continue Where You Left Off" : undefined);
  };
  const shown = (): unknown[] =>
    standIn.questions.map(({ prompt, value, isSecret }) => [/^\S+ \S+/.exec(prompt)?.[0], value, isSecret]);

  it("continues after the choice of another credential, and writes none of it to disk", async () => {
    await leave("half/a");
    assert.equal(setup.window.storage.secrets.size, 0);
    assert(!JSON.stringify([...setup.window.storage.state]).includes("half/a"));
    assert.equal(await setup.window.run("argus.setCredential", "default", "credential"), false);
    assert.deepEqual(shown(), [
      ["You left", undefined, false],
      ["Session token", "half/a", true],
    ]);
  });

  it("starts over for other settings, and after Forget Credentials", async () => {
    await leave("half/a");
    standIn.set("user", "argus.profiles", { default: { ...setup.profile, clientId: "another" } });
    assert.equal(await setup.window.run("argus.setCredential", "default", "credential"), false);
    assert.deepEqual(shown(), [["API key", "", true]]);
    await leave("half/a");
    assert(await setup.window.run("argus.forgetCredentials", "default"));
    standIn.questions = [];
    assert.equal(await setup.window.run("argus.setCredential", "default", "credential"), false);
    assert.deepEqual(shown(), [["API key", "", true]]);
  });

  it("stores an untested key if the person says so, for a network that is down", async () => {
    setup.sandbox.fail({ kind: "reset" }, 10);
    assert(await enter([setup.sandbox.apiKey], () => "Save Without Testing"));
    assert.deepEqual(stored(), { kind: "apiKey", apiKey: setup.sandbox.apiKey });
    assert.equal(setup.window.sessions.state("default").kind, "none");
    assert.deepEqual(standIn.statusMessages, ["Your entry for “default” was saved."]);
  });

  it("tries again without asking again", async () => {
    setup.sandbox.fail({ kind: "status", status: 500, message: "no" }, 1);
    assert(await enter([setup.sandbox.apiKey], () => "Try Again"));
    assert.equal(setup.window.sessions.state("default").kind, "live");
  });

  it("goes back to the key when the test is cancelled", async () => {
    setup.sandbox.fail({ kind: "late", ms: 5000 }, 1);
    const entering = enter([setup.sandbox.apiKey, setup.sandbox.apiKey]);
    const shown = await until("the progress", () => standIn.progress[0]);
    assert.match(shown.title, /getting a token for default/);
    assert.equal(stored(), undefined);
    shown.cancel();
    assert(await entering);
    assert.equal(setup.window.sessions.state("default").kind, "live");
  });

  it("binds what was entered to the settings it was asked for, whatever changes during the test", async () => {
    const other = await startSandbox();
    let calls = 0;
    standIn.pause = (where) => {
      if (where === "worker: argus/token" && (calls += 1) === 1) {
        standIn.set("user", "argus.profiles", { default: { url: other.url, clientId: other.clientId } });
      }
      return Promise.resolve();
    };
    assert.equal(await enter([setup.sandbox.apiKey]), false);
    assert.match(standIn.messages.at(-1) ?? "", /settings of “default” have changed in the meantime/);
    assert.equal(setup.window.sessions.state("default").kind, "none", "a token of the former settings");
    assert.match(
      setup.window.storage.secrets.get("argus.profile/default") ?? "",
      new RegExp(`"origin":"${setup.sandbox.url}"`),
    );
    assert.equal(other.requests.length, 0);
    await other.close();
  });

  it("goes back to the start of a private key that cannot be read, with the reason", async () => {
    const answers = ["Paste JWK", "{}"];
    standIn.answer = () => answers.shift();
    assert.equal(await setup.window.run("argus.setCredential", "default", "jwt"), false);
    assert.match(standIn.questions.at(-1)?.prompt ?? "", /^The credential cannot be used: .* Private key for http/);
    assert.deepEqual(standIn.messages, []);
  });

  it("stores a client secret without a call", async () => {
    standIn.answer = ({ prompt }) => (prompt.startsWith("Client secret") ? "a-secret" : undefined);
    assert(await setup.window.run("argus.setCredential", "default", "clientSecret"));
    assert.equal(setup.sandbox.requests.length, 0);
    assert.deepEqual(standIn.statusMessages, ["Your entry for “default” was saved."]);
  });
});
