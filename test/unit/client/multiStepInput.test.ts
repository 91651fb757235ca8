import assert from "node:assert/strict";
import { registerListPaste } from "../../../client/src/prompts/listPaste.ts";
import { type StepPrompts, askSteps } from "../../../client/src/prompts/multiStepInput.ts";
import { Drafts } from "../../../client/src/prompts/drafts.ts";
import { AskAgain, Back } from "../../../client/src/prompts/questions.ts";
import { type Answer, BACK, Left, Pasted, type Question, standIn } from "../../host/standIn/state.ts";

/** Answers any questions in order. */
function answer(...answers: Answer[]): void {
  standIn.answer = () => answers.shift();
}

/** The questions asked, each with its index. */
const asked = (): string[] => standIn.questions.map(({ prompt, step, total }) => `${prompt} ${step}/${total}`);

const box = (ask: StepPrompts, name: string, more: object = {}) => ask.box({ name, prompt: name, ...more });

describe("a multi-step input", () => {
  let drafts: Drafts;
  beforeEach(() => {
    standIn.reset();
    drafts = new Drafts();
  });
  afterEach(() => {
    standIn.reset();
    drafts.dispose();
  });

  it("counts its steps from 1 to n, including those added on the way", async () => {
    answer("a", "Yes", "b", "c");
    const flow = async (ask: StepPrompts): Promise<string[]> => {
      ask.expect("one", "more", "last");
      const one = await box(ask, "one");
      const choices = [{ label: "Yes", value: true }];
      const more = await ask.pick({ name: "more", prompt: "more", choices });
      await ask.other("quiet", () => Promise.resolve("x"));
      const extra = more ? await box(ask, "extra") : "";
      return [one, extra, await box(ask, "last")];
    };
    assert.deepEqual(await askSteps("Title", flow), ["a", "b", "c"]);
    assert.deepEqual(asked(), ["one 1/3", "more 2/3", "extra 3/4", "last 4/4"]);
  });

  it("shows no step number if there is only one question", async () => {
    answer("a");
    await askSteps("Title", (ask) => box(ask, "one"));
    assert.deepEqual(asked(), ["one undefined/undefined"]);
  });

  it("preselects the first row, not one without a value, unless a value is preselected", async () => {
    answer("a", "a");
    const choices = [
      { label: "a", value: "a" },
      { label: "b", value: "b" },
      { label: "New…", value: undefined },
    ];
    for (const active of [undefined, "b"])
      await askSteps("Title", (ask) => ask.pick<string | undefined>({ name: "one", prompt: "one", choices, active }));
    assert.deepEqual(
      standIn.questions.map(({ active }) => active),
      ["a", "b"],
    );
  });

  it("goes back to a question by its name, and preselects the earlier answer", async () => {
    let isFirst = true;
    answer("a", "b", "c", "B", "C");
    const flow = async (ask: StepPrompts): Promise<string> => {
      const all = [await box(ask, "one"), await box(ask, "two"), await box(ask, "three")];
      if (isFirst) {
        isFirst = false;
        throw new Back("two");
      }
      return all.join("");
    };
    assert.equal(await askSteps("Title", flow), "aBC");
    assert.deepEqual(
      standIn.questions.map(({ prompt, value }) => `${prompt}:${value}`),
      ["one:", "two:", "three:", "two:b", "three:c"],
    );
  });

  it("asks some questions again and keeps what was answered between them", async () => {
    let isFirst = true;
    answer("a", "b", "c", "A", "C");
    const flow = async (ask: StepPrompts): Promise<string> => {
      const all = [await box(ask, "one"), await box(ask, "two"), await box(ask, "three")];
      if (isFirst) {
        isFirst = false;
        throw new AskAgain("one", "three");
      }
      return all.join("");
    };
    assert.equal(await askSteps("Title", flow), "AbC");
  });

  it("tells questions apart that have the same prompt", async () => {
    answer("a", "b", BACK, BACK, "a", "b", "c");
    const flow = async (ask: StepPrompts): Promise<string> => {
      const names = ["x", "y", "z"];
      let all = "";
      for (const name of names) all += await ask.box({ name, prompt: "The same" });
      return all;
    };
    assert.equal(await askSteps("Title", flow), "abc");
    assert.deepEqual(
      standIn.questions.map(({ value }) => value),
      ["", "", "", "b", "a", "b", ""],
    );
  });

  const flow = async (ask: StepPrompts): Promise<string[]> => [
    await box(ask, "name"),
    await ask.box({ name: "key", prompt: "key", isSecret: true }),
    await box(ask, "end"),
  ];
  const start = (key = "flow") => askSteps("Title", flow, { drafts, key });

  it("keeps what was typed when it is cancelled, and offers to continue", async () => {
    answer("dev", "my/secret", new Left("half"));
    assert.equal(await start(), undefined);
    standIn.questions = [];
    answer("Continue Where You Left Off", "whole");
    assert.deepEqual(await start(), ["dev", "my/secret", "whole"]);
    assert.deepEqual(standIn.questions[0]?.choices, ["Continue Where You Left Off", "Start Over"]);
    assert.equal(standIn.questions[1]?.value, "half");
    standIn.questions = [];
    answer();
    await start();
    assert.equal(standIn.questions[0]?.prompt, "name", "it was offered after the end too");
  });

  it("starts over on request, and keeps the answers if the offer is dismissed", async () => {
    answer("dev", "my/secret");
    await start();
    answer();
    assert.equal(await start(), undefined);
    standIn.questions = [];
    answer("Start Over", "other", "key", "end");
    assert.deepEqual(await start(), ["other", "key", "end"]);
    assert.equal(standIn.questions[1]?.value, "");
  });

  it("offers nothing if nothing was typed but defaults accepted and rows picked", async () => {
    const choosing = async (ask: StepPrompts): Promise<string[]> => [
      await box(ask, "name", { value: "usual" }),
      await ask.pick({ name: "list", prompt: "list", choices: [{ label: "one", value: "1" }] }),
      await box(ask, "end", { value: "ok" }),
    ];
    const begin = () => askSteps("Title", choosing, { drafts, key: "choosing" });
    answer("usual", "one", new Left("ok"));
    await begin();
    answer("usual", "one", new Left("other"));
    standIn.questions = [];
    await begin();
    assert.equal(standIn.questions[0]?.prompt, "name");
    answer("Continue Where You Left Off", "end");
    assert.deepEqual(await begin(), ["usual", "1", "end"]);
  });

  it("offers nothing if nothing was answered, or for another flow", async () => {
    answer(new Left("typed"));
    await start();
    answer();
    standIn.questions = [];
    await start();
    assert.equal(standIn.questions[0]?.prompt, "name");
    answer("dev");
    await start();
    answer();
    standIn.questions = [];
    await start("another");
    assert.equal(standIn.questions[0]?.prompt, "name");
  });

  it("drops a secret after ten minutes, even while the machine sleeps, and keeps the rest", async () => {
    answer("dev", "my/secret");
    await start();
    const { now } = Date;
    try {
      const later = now() + 10 * 60_000;
      Date.now = () => later;
      standIn.questions = [];
      answer("Continue Where You Left Off", "typed/again", "end");
      assert.deepEqual(await start(), ["dev", "typed/again", "end"]);
      const again = standIn.questions[1];
      assert.deepEqual([again?.prompt, again?.value, again?.isSecret], ["key", "", true]);
    } finally {
      Date.now = now;
    }
  });

  it("asks again for answers that are no longer valid when it continues", async () => {
    let taken: string[] = [];
    const named = (ask: StepPrompts): Promise<string[]> => {
      const problem = (name: string) => (taken.includes(name) ? "taken" : undefined);
      return box(ask, "name", { problem }).then(async (name) => [name, await box(ask, "end")]);
    };
    answer("dev");
    await askSteps("Title", named, { drafts, key: "k" });
    taken = ["dev"];
    answer("Continue Where You Left Off", "other", "x");
    assert.deepEqual(await askSteps("Title", named, { drafts, key: "k" }), ["other", "x"]);
  });

  describe("with a list that a key is pasted into", () => {
    const choices = [
      { label: "Argus API", value: 1 },
      { label: "Other", description: "elsewhere/with/a/path", value: 2 },
    ];
    const pasting = async (ask: StepPrompts): Promise<unknown[]> => [
      await ask.pick({ name: "list", prompt: "Which?", choices, secretFor: "key" }),
      await ask.box({ name: "key", prompt: "key", isSecret: true }),
    ];

    it("removes it at once, and fills it into the masked box", async () => {
      standIn.answer = ((queue: (Answer | ((question: Question) => Answer))[]) => (question: Question) => {
        const next = queue.shift();
        return typeof next === "function" ? next(question) : next;
      })([new Pasted("15a6/1/secret"), "Other", ({ value }) => value]);
      assert.deepEqual(await askSteps("Title", pasting), [2, "15a6/1/secret"]);
      assert.deepEqual(standIn.filters, [""]);
      const [, again, key] = standIn.questions;
      assert.match(again?.prompt ?? "", /^Which\? What you pasted is hidden/);
      assert(key?.isSecret);
      assert(standIn.questions.every(({ title, prompt }) => !`${title} ${prompt}`.includes("secret")));
    });

    it("takes the key from the clipboard, before the list can show it, on the paste shortcut", async () => {
      const keys = registerListPaste();
      const contexts: unknown[] = [];
      standIn.commands.set("setContext", (name, isOpen) => contexts.push([name, isOpen]));
      standIn.clipboard = "15a6/1/secret";
      standIn.answer = async ({ choices, value }) => {
        if (choices === undefined) return value;
        await standIn.commands.get("argus.pasteIntoList")?.();
        return "Other";
      };
      assert.deepEqual(await askSteps("Title", pasting), [2, "15a6/1/secret"]);
      assert.deepEqual(contexts, [
        ["argus.isListOpen", true],
        ["argus.isListOpen", false],
      ]);
      await standIn.commands.get("argus.pasteIntoList")?.();
      keys.dispose();
    });

    it("keeps a text that is part of a row as a filter", async () => {
      answer(new Pasted("elsewhere/with"), "Other", "k");
      await askSteps("Title", pasting);
      assert.deepEqual(standIn.filters, ["elsewhere/with"]);
    });
  });
});
