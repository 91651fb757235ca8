import { type InputBox, type QuickInput, QuickInputButtons, type QuickPick, type QuickPickItem, window } from "vscode";

interface Question {
  /** Asked beside the box. */
  prompt: string;
  /** How many questions there are, where that is known. */
  total?: number;
}

/** A question with a box to type into. */
export interface BoxStep extends Question {
  placeholder?: string;
  /** What the box begins with. */
  value?: string;
  /** What a secret is called in the middle of a sentence. It shows as dots. */
  secret?: string;
  /** Spaces around it can belong to it: no more than line breaks at its end are cut off. */
  keepSpaces?: boolean;
  /** What is wrong with the (trimmed) text, or `undefined`; asked while people type. */
  problem?: (text: string) => string | undefined;
  /** The same where it takes longer to find out; asked once the person is done. */
  check?: (text: string) => Promise<string | undefined>;
}

/** One of several answers. */
export interface Choice<T> {
  label: string;
  detail?: string;
  value: T;
}

/** A question with a list to pick from; the first one is the usual answer. */
export interface PickStep<T> extends Question {
  choices: readonly Choice<T>[];
}

/** Asks the questions of a multi-step input. */
export interface Ask {
  /** @returns the trimmed text */
  box(step: BoxStep): Promise<string>;
  pick<T>(step: PickStep<T>): Promise<T>;
  /** Something else that gives a text, such as a dialog; `undefined` goes back to the question before. */
  other(get: () => Promise<string | undefined>): Promise<string>;
}

/** The person went back to the question before. */
class Back extends Error {}

/** The person gave up. */
class GivenUp extends Error {}

/**
 * Asks questions one after the other, with a back button, and validates while people type.
 *
 * @param flow asks; after a step back it runs again from its start, with the answers from before
 * @returns what the flow returns, or `undefined` when the person gave up
 */
export async function askSteps<T>(title: string, flow: (ask: Ask) => Promise<T>): Promise<T | undefined> {
  const answers: string[] = [];
  const earlier = new Map<string, string>();
  for (;;) {
    try {
      return await flow(asking(title, answers, earlier));
    } catch (error) {
      if (error instanceof GivenUp) return undefined;
      if (!(error instanceof Back)) throw error;
      answers.pop();
    }
  }
}

/**
 * @param answers that are there already; new ones are added
 * @param earlier what was answered before the person went back, by question: a secret comes back as a secret
 */
function asking(title: string, answers: string[], earlier: Map<string, string>): Ask {
  let index = 0;
  const next = async (question: (index: number) => Promise<string>): Promise<string> => {
    const answer = answers[index] ?? (await question(index));
    answers[index] = answer;
    index += 1;
    return answer;
  };
  return {
    box: (step) =>
      next(async (at) => {
        const text = await askBox(title, step, at, earlier.get(step.prompt));
        earlier.set(step.prompt, text);
        return text;
      }),
    pick: async (step) => {
      const label = await next((at) => askPick(title, step, at));
      const choice = step.choices.find((known) => known.label === label);
      if (choice === undefined) throw new Back();
      return choice.value;
    },
    other: (get) =>
      next(async () => {
        const text = await get();
        if (text === undefined) throw new Back();
        return text;
      }),
  };
}

async function askBox(title: string, step: BoxStep, index: number, earlier: string | undefined): Promise<string> {
  const box = window.createInputBox();
  dress(box, title, step, index);
  box.prompt = step.prompt;
  box.placeholder = step.placeholder ?? "";
  box.password = step.secret !== undefined;
  box.value = earlier ?? step.value ?? "";
  const typed = await settle(box, (answer) => [
    box.onDidChangeValue((text) => {
      // An empty box is no mistake yet.
      box.validationMessage = text === "" ? undefined : step.problem?.(trimmed(text, step));
    }),
    box.onDidAccept(() => {
      void accept(box, step, answer);
    }),
  ]);
  const text = trimmed(typed, step);
  if (step.secret !== undefined && !typed.endsWith(text)) {
    const what = step.keepSpaces === true ? "The line break" : "White space";
    void window.showInformationMessage(`${what} at the end of the ${step.secret} was cut off.`);
  }
  return text;
}

async function accept(box: InputBox, step: BoxStep, answer: (typed: string) => void): Promise<void> {
  if (box.busy) return;
  const typed = box.value;
  const text = trimmed(typed, step);
  box.busy = true;
  try {
    box.validationMessage = step.problem?.(text) ?? (await step.check?.(text));
  } finally {
    box.busy = false;
  }
  if (box.validationMessage === undefined) answer(typed);
}

function trimmed(text: string, { keepSpaces }: BoxStep): string {
  return keepSpaces === true ? text.replace(/[\r\n]+$/, "") : text.trim();
}

function askPick<T>(title: string, step: PickStep<T>, index: number): Promise<string> {
  const pick: QuickPick<QuickPickItem> = window.createQuickPick();
  dress(pick, title, step, index);
  pick.placeholder = step.prompt;
  pick.items = step.choices.map(({ label, detail }) => ({ label, ...(detail === undefined ? {} : { detail }) }));
  return settle(pick, (answer) => [
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item !== undefined) answer(item.label);
    }),
  ]);
}

function dress(
  input: QuickInput & { buttons: InputBox["buttons"] },
  title: string,
  { total }: Question,
  index: number,
): void {
  input.title = title;
  if (total !== 1) input.step = index + 1;
  if (total !== undefined && total > 1) input.totalSteps = total;
  // Another window may have to be looked at, to copy a key.
  input.ignoreFocusOut = true;
  input.buttons = index > 0 ? [QuickInputButtons.Back] : [];
}

/** Shows an input until it is answered, left, or given up. */
function settle(
  input: InputBox | QuickPick<QuickPickItem>,
  listen: (answer: (text: string) => void) => { dispose(): unknown }[],
): Promise<string> {
  const subscriptions: { dispose(): unknown }[] = [input];
  return new Promise<string>((resolve, reject) => {
    subscriptions.push(
      ...listen(resolve),
      input.onDidTriggerButton(() => {
        reject(new Back());
      }),
      input.onDidHide(() => {
        reject(new GivenUp());
      }),
    );
    input.show();
  }).finally(() => {
    for (const subscription of subscriptions) subscription.dispose();
  });
}
