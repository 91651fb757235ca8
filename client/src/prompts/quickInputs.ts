import * as l10n from "@vscode/l10n";
import {
  type InputBox,
  InputBoxValidationSeverity,
  type QuickInput,
  QuickInputButtons,
  type QuickPick,
  type QuickPickItem,
  window,
} from "vscode";
import { plainLabel, plainText } from "../text/plainText.ts";
import {
  Back,
  type BoxStep,
  type Choice,
  type Frame,
  InputAbandoned,
  type PickManyStep,
  type PickStep,
  type Question,
} from "./questions.ts";
import { withoutTrailing } from "../../../common/withoutTrailing.ts";

/** @returns the trimmed text */
export async function askBox(frame: Frame, step: BoxStep, earlier: string | undefined): Promise<string> {
  const box = window.createInputBox();
  dress(box, frame, step);
  box.prompt = plainText(step.prompt);
  box.placeholder = step.placeholder ?? "";
  box.password = step.secret !== undefined;
  box.value = earlier ?? step.value ?? "";
  box.validationMessage = step.feedback === undefined ? judged(box.value, step) : plainText(step.feedback);
  const typed = await settle<string>(box, frame, (answer) => [
    box.onDidChangeValue((text) => {
      box.validationMessage = judged(text, step);
    }),
    box.onDidAccept(() => {
      void accept(box, step, answer);
    }),
  ]);
  const text = trimmed(typed, step);
  if (step.secret !== undefined && !typed.endsWith(text)) {
    void window.showInformationMessage(
      plainText(
        step.keepSpaces === true
          ? l10n.t("The line break at the end of the {0} was removed.", step.secret)
          : l10n.t("White space at the end of the {0} was removed.", step.secret),
      ),
    );
  }
  return text;
}

/** The message about a text while it is typed. An empty box is not yet a mistake. */
function judged(typed: string, step: BoxStep): InputBox["validationMessage"] {
  if (typed === "") return undefined;
  const text = trimmed(typed, step);
  const problem = step.problem?.(text);
  if (problem !== undefined) return plainText(problem);
  const message = step.warning?.(text);
  return message === undefined
    ? undefined
    : { message: plainText(message), severity: InputBoxValidationSeverity.Warning };
}

async function accept(box: InputBox, step: BoxStep, answer: (typed: string) => void): Promise<void> {
  if (box.busy) return;
  const typed = box.value;
  const text = trimmed(typed, step);
  box.busy = true;
  let problem: string | undefined;
  try {
    problem = step.problem?.(text) ?? (await step.check?.(text));
  } finally {
    box.busy = false;
  }
  if (problem === undefined) answer(typed);
  else box.validationMessage = plainText(problem);
}

function trimmed(text: string, { keepSpaces }: BoxStep): string {
  return keepSpaces === true ? withoutTrailing(text, /[\r\n]/) : text.trim();
}

/** @returns the label of the choice */
export function askPick<T>(frame: Frame, step: PickStep<T>, earlier: string | undefined): Promise<string> {
  const pick: QuickPick<QuickPickItem & { answer: string }> = window.createQuickPick();
  dress(pick, frame, step);
  pick.placeholder = plainText(step.feedback ?? step.prompt);
  pick.matchOnDetail = true;
  // Labels are shown without deceptive characters, but returned unchanged.
  const items = step.choices.map((choice) => ({ ...itemOf(choice), answer: choice.label }));
  pick.items = items;
  const usual = step.choices.find(({ value }) => value === step.active)?.label;
  pick.activeItems = [
    items.find((item) => item.answer === earlier) ?? items.find((item) => item.answer === usual) ?? items[0],
  ].filter((item) => item !== undefined);
  return settle<string>(pick, frame, (answer) => [
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item !== undefined) answer(item.answer);
    }),
  ]);
}

/** @returns the values of what is picked */
export function askPickMany(frame: Frame, step: PickManyStep, earlier?: readonly string[]): Promise<string[]> {
  const pick: QuickPick<QuickPickItem & { value: string }> = window.createQuickPick();
  dress(pick, frame, step);
  pick.placeholder = step.feedback ?? step.prompt;
  pick.matchOnDetail = true;
  pick.canSelectMany = true;
  const items = step.choices.map((choice) => ({ ...itemOf(choice), value: choice.value }));
  const picked = earlier ?? step.picked;
  pick.items = items;
  pick.selectedItems = items.filter(({ value }) => picked.includes(value));
  return settle<string[]>(pick, frame, (answer) => [
    pick.onDidAccept(() => {
      answer(pick.selectedItems.map(({ value }) => value));
    }),
  ]);
}

/** In UTF-16 units. */
const LONGEST_DETAIL = 500;

function itemOf<T>({ label, description, detail }: Choice<T>): QuickPickItem {
  return {
    label: plainLabel(label),
    ...(description === undefined ? {} : { description: plainLabel(description, LONGEST_DETAIL) }),
    ...(detail === undefined ? {} : { detail: plainLabel(detail, LONGEST_DETAIL) }),
  };
}

function dress(
  input: QuickInput & { buttons: InputBox["buttons"] },
  { title, index }: Frame,
  { total }: Question,
): void {
  input.title = plainLabel(title);
  if (total !== 1) input.step = index + 1;
  if (total !== undefined && total > 1) input.totalSteps = total;
  // People may have to look at another window to copy a key.
  input.ignoreFocusOut = true;
  input.buttons = index > 0 ? [QuickInputButtons.Back] : [];
}

/** The common part of all inputs. */
type Input = Pick<InputBox, "onDidTriggerButton" | "onDidHide" | "show" | "dispose">;

/** Shows an input until it is answered or cancelled. */
function settle<T>(
  input: Input,
  { index }: Frame,
  listen: (answer: (value: T) => void) => { dispose(): unknown }[],
): Promise<T> {
  const subscriptions: { dispose(): unknown }[] = [input];
  return new Promise<T>((resolve, reject) => {
    subscriptions.push(
      ...listen(resolve),
      input.onDidTriggerButton(() => {
        reject(new Back(index - 1));
      }),
      input.onDidHide(() => {
        reject(new InputAbandoned());
      }),
    );
    input.show();
  }).finally(() => {
    for (const subscription of subscriptions) subscription.dispose();
  });
}
