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
import { plainLabel, plainText } from "../../../common/plainText.ts";
import { guardPaste } from "./listPaste.ts";
import {
  Back,
  type BoxStep,
  type Choice,
  type CleanText,
  type Frame,
  InputAbandoned,
  type PickManyStep,
  type PickStep,
} from "./questions.ts";

/** @returns the clean text */
export async function askBox(frame: Frame, step: BoxStep, earlier: string | undefined): Promise<string> {
  const box = window.createInputBox();
  dress(box, frame);
  box.prompt = plainText(step.prompt);
  box.placeholder = step.placeholder ?? "";
  box.password = step.isSecret === true;
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
  const { text, note } = cleaned(typed, step);
  // People who press Enter at once do not see the note in the box.
  if (note !== undefined) void window.showInformationMessage(plainText(note));
  return text;
}

function cleaned(typed: string, { clean }: BoxStep): CleanText {
  return clean === undefined ? { text: typed.trim() } : clean(typed);
}

/** The message about a text while it is typed. An empty box is not yet a mistake. */
function judged(typed: string, step: BoxStep): InputBox["validationMessage"] {
  if (typed === "") return undefined;
  const { text, note } = cleaned(typed, step);
  const problem = step.problem?.(text);
  if (problem !== undefined) return plainText(problem);
  const warning = step.warning?.(text);
  if (warning !== undefined) return { message: plainText(warning), severity: InputBoxValidationSeverity.Warning };
  return note === undefined ? undefined : { message: plainText(note), severity: InputBoxValidationSeverity.Info };
}

async function accept(box: InputBox, step: BoxStep, answer: (typed: string) => void): Promise<void> {
  if (box.busy) return;
  const typed = box.value;
  const { text } = cleaned(typed, step);
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

/** A change that adds more text than this was pasted, not typed; in UTF-16 units. */
const LONGEST_KEYSTROKE = 4;

/** The label that was picked, and a text that was pasted into the filter by mistake. */
interface Picked {
  answer: string;
  pasted: string | undefined;
}

export async function askPick<T>(frame: Frame, step: PickStep<T>, earlier: string | undefined): Promise<Picked> {
  const pick: QuickPick<QuickPickItem & { answer: string }> = window.createQuickPick();
  dress(pick, frame);
  pick.placeholder = plainText(step.feedback ?? step.prompt);
  pick.matchOnDetail = true;
  // Labels are shown without deceptive characters, but returned unchanged.
  const items = step.choices.map((choice) => ({ ...itemOf(choice), answer: choice.label }));
  pick.items = items;
  // A row such as “New Profile…” has no value, which is not the same as being preselected.
  const { active } = step;
  const usual = active === undefined ? undefined : step.choices.find(({ value }) => value === active)?.label;
  pick.activeItems = [
    items.find((item) => item.answer === earlier) ?? items.find((item) => item.answer === usual) ?? items[0],
  ].filter((item) => item !== undefined);
  let pasted: string | undefined;
  const take = (text: string): void => {
    if (step.secretFor === undefined || text === "") return;
    pasted = text;
    pick.placeholder = plainText(
      l10n.t("{0} What you pasted is hidden, and will be filled in where it belongs.", step.prompt),
    );
  };
  const answer = settle<string>(pick, frame, (answer) => [
    ...guard(pick, take),
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item !== undefined) answer(item.answer);
    }),
  ]);
  const label = await guardPaste(answer, filterOr(pick, take));
  return { answer: label, pasted };
}

/** Puts pasted text into a list's filter if one of its rows contains it; else it may be a secret. */
function filterOr(pick: QuickPick<QuickPickItem>, take: (pasted: string) => void): (pasted: string) => void {
  return (pasted) => {
    if (pick.items.some((item) => isIn(pasted, item))) pick.value += pasted;
    else take(pasted);
  };
}

/**
 * Clears the filter of a list when a text is pasted that none of its rows contains: a key that is pasted too early would
 * stay there in clear text. It is for pasting with the mouse; {@link guardPaste} is quicker.
 */
function guard(pick: QuickPick<QuickPickItem>, take: (pasted: string) => void): { dispose(): unknown }[] {
  let before = "";
  return [
    pick.onDidChangeValue((value) => {
      const isPasted = value.length - before.length > LONGEST_KEYSTROKE;
      before = value;
      if (!isPasted || pick.items.some((item) => isIn(value, item))) return;
      before = "";
      pick.value = "";
      take(value);
    }),
  ];
}

function isIn(text: string, { label, description = "", detail = "" }: QuickPickItem): boolean {
  return [label, description, detail].some((part) => part.toLowerCase().includes(text.trim().toLowerCase()));
}

/** @returns the values of what is picked */
export function askPickMany(frame: Frame, step: PickManyStep, earlier?: readonly string[]): Promise<string[]> {
  const pick: QuickPick<QuickPickItem & { value: string }> = window.createQuickPick();
  dress(pick, frame);
  pick.placeholder = plainText(step.feedback ?? step.prompt);
  pick.matchOnDetail = true;
  pick.canSelectMany = true;
  const items = step.choices.map((choice) => ({ ...itemOf(choice), value: choice.value }));
  const picked = earlier ?? step.picked;
  pick.items = items;
  pick.selectedItems = items.filter(({ value }) => picked.includes(value));
  const answer = settle<string[]>(pick, frame, (answer) => [
    ...guard(pick, () => undefined),
    pick.onDidAccept(() => {
      answer(pick.selectedItems.map(({ value }) => value));
    }),
  ]);
  return guardPaste(
    answer,
    filterOr(pick, () => undefined),
  );
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

function dress(input: QuickInput & { buttons: InputBox["buttons"] }, { title, step, total, previous }: Frame): void {
  input.title = plainLabel(title);
  if (total > 1) {
    input.step = step;
    input.totalSteps = total;
  }
  // People may have to look at another window to copy a key.
  input.ignoreFocusOut = true;
  input.buttons = previous === undefined ? [] : [QuickInputButtons.Back];
}

/** The common part of all inputs. */
type Input = Pick<InputBox, "value" | "onDidTriggerButton" | "onDidHide" | "show" | "dispose">;

/** Shows an input until it is answered or cancelled. */
function settle<T>(
  input: Input,
  { previous }: Frame,
  listen: (answer: (value: T) => void) => { dispose(): unknown }[],
): Promise<T> {
  const subscriptions: { dispose(): unknown }[] = [input];
  return new Promise<T>((resolve, reject) => {
    subscriptions.push(
      ...listen(resolve),
      input.onDidTriggerButton(() => {
        if (previous !== undefined) reject(new Back(previous));
      }),
      input.onDidHide(() => {
        reject(new InputAbandoned(input.value));
      }),
    );
    input.show();
  }).finally(() => {
    for (const subscription of subscriptions) subscription.dispose();
  });
}
