import assert from "node:assert/strict";
import {
  aboutThreeMonths,
  dueStage,
  endProblem,
  keyPrefix,
  lifeUntil,
  localDate,
  parseEnd,
} from "../../../client/src/credentials/keyLife.ts";
import { profileNamed } from "../../../client/src/settings.ts";
import { KeyReminder } from "../../../client/src/tokens/keyReminder.ts";
import { type Answer, type Question, standIn } from "../../host/standIn/state.ts";
import { until } from "../../host/until.ts";
import { useClient } from "./setup.ts";

const DAY = 24 * 60 * 60_000;
const NOW = new Date(2026, 10, 30, 12).getTime();

describe("an API key's public part", () => {
  it("is what Argus lists the key by, and never a part of another text", () => {
    assert.equal(keyPrefix("15a6/1/mysecretapikey"), "15a6/1");
    assert.equal(keyPrefix("1/2/my/secret/key"), "1/2");
    for (const other of ["my/api/secretkey", "1/2", "1/2/", "1/2/short", "/2/mysecret", "1//mysecret", "a/b"]) {
      assert.equal(keyPrefix(other), undefined, other);
    }
    assert.equal(keyPrefix("abcdef012345/6/mysecretapikey"), undefined);
    assert.equal(keyPrefix("1/2/my secret key"), undefined);
  });
});

describe("an API key's expiry", () => {
  it("is read as a number of days or a future date", () => {
    assert.equal(parseEnd("90", NOW), NOW + 90 * DAY);
    assert.equal(parseEnd("1 day", NOW), NOW + DAY);
    assert.equal(parseEnd("30 dager", NOW), NOW + 30 * DAY);
    const lastMoment = new Date(2027, 2, 1).getTime() - 1;
    assert.equal(parseEnd("2027-02-28", NOW), lastMoment);
    assert.equal(parseEnd("28.2.2027", NOW), lastMoment);
    assert.equal(parseEnd("2026-11-30", NOW), new Date(2026, 11, 1).getTime() - 1, "works until the end of today");
    for (const wrong of [
      "",
      "0",
      "-3",
      "9999",
      "2027-02-30",
      "2027-13-01",
      "2026-11-29",
      "2020-01-01",
      "soon",
      "1.5",
    ]) {
      assert.equal(parseEnd(wrong, NOW), undefined, wrong);
      assert.equal(endProblem(wrong, NOW) === undefined, false);
    }
    assert.equal(localDate(aboutThreeMonths(new Date(2026, 8, 15).getTime())), "2026-12-15");
    assert.equal(localDate(aboutThreeMonths(NOW)), "2027-02-28");
  });

  it("is announced 14 and 3 days ahead and when it comes, each once; of missed notices, only the last", () => {
    const end = NOW + 90 * DAY;
    let life = lifeUntil(end, NOW);
    const seen: unknown[] = [];
    for (let at = NOW; at < end + 3 * DAY; at += DAY / 4) {
      const stage = dueStage(life, at);
      if (stage === undefined) continue;
      seen.push([stage, (end - at) / DAY]);
      life = { ...life, told: stage };
    }
    assert.deepEqual(seen, [
      [14, 14],
      [3, 3],
      [0, 0],
    ]);
    assert.equal(dueStage(lifeUntil(end, NOW), end + 100 * DAY), 0);
    assert.equal(dueStage(lifeUntil(NOW + 10 * DAY, NOW), NOW), undefined, "said by the person just now");
    assert.equal(dueStage(lifeUntil(NOW + 10 * DAY, NOW), NOW + 8 * DAY), 3);
    assert.equal(dueStage({}, NOW), undefined);
  });
});

describe("a window with an API key that Argus lists", () => {
  const KEY = "15a6/1/mySecretKey";
  const SECRET = "mySecretKey";
  let parts: { dispose(): void }[];
  let now: number;
  afterEach(() => {
    for (const part of parts) part.dispose();
    const everything = JSON.stringify([[...setup.storage.state], standIn.messages, standIn.statusMessages]);
    assert(!everything.includes(SECRET), everything);
  });
  const setup = useClient({ apiKey: KEY });
  beforeEach(() => {
    parts = [];
    now = Date.now();
  });

  function open() {
    const window = setup.open();
    const { keyLives, profileSecrets, signIn } = window;
    const reminder = new KeyReminder({ keyLives, profileSecrets, signIn, now: () => now });
    parts.push(reminder);
    return { ...window, reminder };
  }
  const key = () => ({ origin: setup.sandbox.url, prefix: "15a6/1" });
  const asked = (): Question[] => standIn.questions.filter(({ prompt }) => prompt.startsWith("When does key"));
  const notices = (): string[] => standIn.messages.filter((text) => /^Key \S+ of .* expire[sd] on/.test(text));
  const answering =
    (notice: Answer, end?: string) =>
    ({ prompt, isSecret }: Question): Answer =>
      isSecret
        ? KEY
        : prompt.startsWith("When does key")
          ? notice
          : prompt.startsWith("In how many days")
            ? end
            : undefined;
  const enter = async (window: ReturnType<typeof open>): Promise<void> => {
    assert(await window.run("argus.setCredential", "default", "apiKey"), standIn.messages.join());
  };
  const seen = (text: RegExp) => until(String(text), () => standIn.messages.find((message) => text.test(message)));

  it("asks once when the key expires, and offers about 3 months", async () => {
    const window = open();
    standIn.answer = answering("In About 3 Months");
    await enter(window);
    await until("the end", () => window.keyLives.of(key())?.end);
    assert.equal(localDate(window.keyLives.of(key())!.end!), localDate(aboutThreeMonths(now)));
    assert.deepEqual(asked()[0]?.choices, ["In About 3 Months", "Enter Date or Days…"]);
    assert.match(asked()[0]!.prompt, /^When does key 15a6\/1 of “default” expire\?/);
    await enter(window);
    await enter(open());
    assert.equal(asked().length, 1);
  });

  it("does not ask again after the question was closed", async () => {
    const window = open();
    standIn.answer = answering(undefined);
    await enter(window);
    await seen(/^When does key/);
    await enter(window);
    assert.equal(asked().length, 1);
    assert.deepEqual(window.keyLives.of(key()), {});
  });

  it("asks about a key that an older version stored, once the person has got a token with it", async () => {
    const window = open();
    standIn.answer = answering("In About 3 Months");
    const profile = profileNamed("default");
    assert(profile.ok);
    await window.profileSecrets.enter(profile.value, { credential: { kind: "apiKey", apiKey: KEY } });
    assert((await window.tokens.fetch(profile.value)).ok, "in the background");
    await window.reminder.check();
    assert.equal(asked().length, 0);
    assert(await window.run("argus.getToken", "default"));
    await until("the end", () => window.keyLives.of(key())?.end);
    assert(await window.run("argus.getToken", "default"));
    assert.equal(asked().length, 1);
  });

  it("does not store the expiry of a key that was forgotten before the answer arrived", async () => {
    const window = open();
    const answers: ((answer: string) => void)[] = [];
    standIn.answer = (question) =>
      question.prompt.startsWith("When does key")
        ? new Promise<string>((resolve) => answers.push(resolve))
        : answering(undefined)(question);
    await enter(window);
    const answer = await until("the question", () => answers[0]);
    await window.tokens.forget("default");
    answer("In About 3 Months");
    await new Promise(setImmediate);
    assert.equal(window.keyLives.of(key()), undefined);
  });

  it("shows each notice once, across windows and restarts, with what to do", async () => {
    const window = open();
    standIn.answer = answering("Enter Date or Days…", "30");
    await enter(window);
    await until("the end", () => window.keyLives.of(key())?.end);
    const days = async (count: number): Promise<void> => {
      now += count * DAY;
      for (const { reminder } of [window, open(), open()]) await reminder.check();
    };
    await days(15);
    assert.deepEqual(notices(), []);
    await days(2);
    const date = localDate(window.keyLives.of(key())!.end!);
    assert.deepEqual(notices(), [`Key 15a6/1 of “default” expires on ${date}.`]);
    await days(5);
    assert.equal(notices().length, 1);
    await days(6);
    await days(3);
    await days(30);
    assert.deepEqual(notices().slice(1), [
      `Key 15a6/1 of “default” expires on ${date}.`,
      `Key 15a6/1 of “default” expired on ${date}, according to what you entered.`,
    ]);
    const notice = standIn.questions.findLast(({ prompt }) => prompt.startsWith("Key 15a6/1"));
    assert.deepEqual(notice?.choices, ["Renew…", "Enter New Key"]);
  });

  it("promises only the notices that will come", async () => {
    const window = open();
    for (const [days, promised] of [
      ["15", "14 and 3 days before"],
      ["13", "3 days before"],
      ["4", "3 days before"],
      ["2", "when it does"],
    ] as const) {
      await window.keyLives.set(key(), undefined);
      standIn.answer = answering("Enter Date or Days…", days);
      await enter(window);
      const end = await until("the end", () => window.keyLives.of(key())?.end);
      await until(days, () =>
        standIn.statusMessages.includes(`Key 15a6/1 expires on ${localDate(end)}. You will get a notice ${promised}.`),
      );
    }
  });

  it("checks when the window gets the focus, and only then", async () => {
    const window = open();
    standIn.answer = answering(undefined);
    await enter(window);
    await window.keyLives.set(key(), { end: now + 2 * DAY });
    const { window: editor } = await import("../../host/standIn/vscode.ts");
    editor.state.focused = false;
    await window.reminder.check();
    assert.deepEqual(notices(), []);
    editor.state.focused = true;
    standIn.windowState.fire({ focused: true, active: true });
    await seen(/^Key 15a6\/1 of “default” expires on/);
  });

  it("says how to renew a key, and asks for its new expiry", async () => {
    const window = open();
    standIn.answer = answering(undefined);
    await enter(window);
    await window.keyLives.set(key(), { end: now + 2 * DAY });
    standIn.answer = ({ prompt, choices = [] }) =>
      prompt.startsWith("In how many days") ? "90" : choices.find((each) => /^Renew…$|Expiry Date/.test(each));
    await window.reminder.check();
    const how = await until("how", () => standIn.questions.find(({ prompt }) => prompt.startsWith("Renew key 15a6/1")));
    assert.match(how.prompt, /in the Argus GUI, under User Preferences\./);
    await until("the new end", () => (window.keyLives.of(key())?.end ?? 0) > now + 80 * DAY);
    assert.equal(window.keyLives.of(key())?.told, undefined);
  });

  it("learns from Argus that the key has expired, names it, and forgets that once it works again", async () => {
    const window = open();
    standIn.answer = answering("In About 3 Months");
    await enter(window);
    await until("the end", () => window.keyLives.of(key())?.end);
    setup.sandbox.limitApiKey({ until: 0 });
    assert.equal(await window.run("argus.getToken", "default"), false);
    assert.match(
      standIn.messages.at(-1)!,
      /^Key 15a6\/1 of “default”: The API key has expired\. .* Renew it .*, or create/,
    );
    assert((window.keyLives.of(key())?.end ?? Infinity) <= Date.now());
    await window.reminder.check();
    assert.deepEqual(notices(), [], "told twice");
    setup.sandbox.limitApiKey({});
    assert(await window.run("argus.getToken", "default"));
    // Its new end is unknown.
    await until("the new end", () => (window.keyLives.of(key())?.end ?? 0) > now + 80 * DAY);
    assert.equal(asked().length, 2);
  });

  it("names the key where it is chosen and reported, and forgets its expiry with it", async () => {
    const window = open();
    standIn.answer = answering("In About 3 Months");
    await enter(window);
    assert.equal(
      standIn.statusMessages.at(-1),
      "Your entry for “default” works and was saved: API Key 15a6/1. Its token is ready.",
    );
    assert.equal(window.profileSecrets.credentialName("default"), "API Key 15a6/1");
    await until("the end", () => window.keyLives.of(key())?.end);
    assert(await window.run("argus.forgetCredentials", "default"));
    const question = standIn.questions.findLast(({ prompt }) => prompt.startsWith("Delete the stored"));
    assert.match(question?.prompt ?? "", /Credential: API Key 15a6\/1\./);
    assert.equal(window.keyLives.of(key()), undefined);
  });
});
