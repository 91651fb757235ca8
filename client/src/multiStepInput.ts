import { type InputBox, QuickInputButtons, window } from "vscode";

/** One question of a multi-step input. */
export interface Step {
  /** Asked below the box. */
  prompt: string;
  placeholder?: string;
  /** What the box begins with. */
  value?: string;
  /** Shows dots instead of what is typed. */
  masked?: boolean;
  /** What is wrong with the (trimmed) text, or `undefined`. */
  problem: (text: string) => string | undefined;
}

/**
 * Asks the questions one after the other, with a back button, and validates while people type.
 *
 * @returns the trimmed answers in order, or `undefined` when the person gave up
 */
export async function askSteps(title: string, steps: readonly Step[]): Promise<string[] | undefined> {
  const answers: string[] = [];
  let index = 0;
  for (let step = steps[index]; step !== undefined; step = steps[index]) {
    const answer = await askStep(title, step, index, steps.length, answers[index]);
    if (answer === "cancelled") return undefined;
    if (answer === "back") {
      index -= 1;
      continue;
    }
    answers[index] = answer.text;
    index += 1;
  }
  return answers;
}

type Answer = { text: string } | "back" | "cancelled";

function askStep(
  title: string,
  step: Step,
  index: number,
  count: number,
  earlier: string | undefined,
): Promise<Answer> {
  const box = window.createInputBox();
  box.title = title;
  if (count > 1) {
    box.step = index + 1;
    box.totalSteps = count;
  }
  box.prompt = step.prompt;
  box.placeholder = step.placeholder ?? "";
  box.password = step.masked ?? false;
  box.value = earlier ?? step.value ?? "";
  // Another window may have to be looked at, to copy a key.
  box.ignoreFocusOut = true;
  box.buttons = index > 0 ? [QuickInputButtons.Back] : [];
  return settle(box, step);
}

function settle(box: InputBox, { problem }: Step): Promise<Answer> {
  const subscriptions: { dispose(): unknown }[] = [box];
  return new Promise<Answer>((resolve) => {
    subscriptions.push(
      box.onDidChangeValue((text) => {
        // An empty box is no mistake yet.
        box.validationMessage = text === "" ? undefined : problem(text.trim());
      }),
      box.onDidAccept(() => {
        const text = box.value.trim();
        box.validationMessage = problem(text);
        if (box.validationMessage === undefined) resolve({ text });
      }),
      box.onDidTriggerButton(() => {
        resolve("back");
      }),
      box.onDidHide(() => {
        resolve("cancelled");
      }),
    );
    box.show();
  }).finally(() => {
    for (const subscription of subscriptions) subscription.dispose();
  });
}
