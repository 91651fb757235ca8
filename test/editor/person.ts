import {
  EventEmitter,
  type InputBox,
  type QuickInputButton,
  QuickInputButtons,
  type QuickPick,
  type QuickPickItem,
  type QuickPickItemButtonEvent,
  type Uri,
  window,
} from "vscode";
import { until } from "../host/until.ts";

/** An input box in its state when it was answered. */
export interface SeenBox {
  title: string | undefined;
  prompt: string | undefined;
  step: number | undefined;
  total: number | undefined;
  masked: boolean;
  /** Its initial value, and the message about it. */
  value: string;
  feedback: string | undefined;
  /** The box's messages about all answers but the last. */
  problems: (string | undefined)[];
}

/** A list as the extension showed it. */
export interface SeenPick {
  title: string | undefined;
  prompt: string | undefined;
  step: number | undefined;
  total: number | undefined;
  labels: string[];
  descriptions: (string | undefined)[];
  details: (string | undefined)[];
  /** The row that Enter picks. */
  active: string | undefined;
  /** The rows ticked at first, in a list with ticks. */
  ticked: string[];
}

/** Presses the box's back button. */
export const BACK = Symbol("back");

/** Picks a row by its label, or presses one of the row's buttons. */
export interface Picked {
  label: string;
  button?: string;
}

/** Ticks exactly these rows of a list. */
export interface Ticked {
  labels: string[];
}

/** Text to type into a box (several texts are tried in turn), or a row to pick. */
export type Answer = string | string[] | typeof BACK | Picked | Ticked;

/** Confirmations for a person who ran a command, since another extension could have run it. */
const CONFIRMATION = /^(Copy the token of|Delete the stored credentials of) /;

/** Asked after the first insertion. */
const KEEP_FRESH = "Keep tokens fresh without touching this file?";

interface Message {
  text: string;
  /** Of a modal dialog. */
  detail?: string;
  buttons: string[];
}

/** Plays the person at the extension's input boxes and notifications, which a test cannot type into. */
export class Person {
  readonly boxes: SeenBox[] = [];
  readonly picks: SeenPick[] = [];
  readonly messages: Message[] = [];
  /** The choice in a file dialog. */
  file: Uri | undefined;
  /** Whether a person runs the commands: then they are confirmed, without a record here. */
  confirms = true;
  /** Whether to press Enter in lists even when no answer is left. */
  onward = false;
  readonly #original = { ...window };
  readonly #answers: Answer[];
  readonly #clicks: string[];

  /**
   * @param answers for the boxes and lists to come; a box without an answer is escaped. If the next answer does not fit
   * a list, Enter picks its first row
   * @param clicks titles of buttons to click once, in the next notification that has them
   * @param later buttons to click later in a notification with that text
   */
  constructor(
    answers: Answer[] = [],
    clicks: string[] = [],
    later: (text: string) => Promise<string> | undefined = () => undefined,
  ) {
    this.#answers = answers;
    this.#clicks = clicks;
    const show = (text: string, ...items: (string | { detail?: string })[]): Promise<string | undefined> => {
      const buttons = items.filter((item) => typeof item === "string");
      const detail = items.find((item) => typeof item === "object")?.detail;
      // Asked once, after whichever insertion is the first.
      if (text === KEEP_FRESH && !this.#clicks.includes("Keep Fresh")) return Promise.resolve(undefined);
      const click = buttons.find((button) => this.#clicks.includes(button));
      if (click === undefined && this.confirms && CONFIRMATION.test(text)) return Promise.resolve(buttons[0]);
      this.messages.push({ text, buttons, ...(detail === undefined ? {} : { detail }) });
      if (click !== undefined) this.#clicks.splice(this.#clicks.indexOf(click), 1);
      return later(text) ?? Promise.resolve(click);
    };
    Object.assign(window, {
      createInputBox: () => this.#box(),
      createQuickPick: () => this.#list(),
      showOpenDialog: () => Promise.resolve(this.file === undefined ? undefined : [this.file]),
      showErrorMessage: show,
      showWarningMessage: show,
      showInformationMessage: show,
    });
  }

  /** Restores the editor's own functions. */
  leave(): void {
    const { createInputBox, createQuickPick, showOpenDialog } = this.#original;
    const { showErrorMessage, showWarningMessage, showInformationMessage } = this.#original;
    Object.assign(window, { createInputBox, createQuickPick, showOpenDialog });
    Object.assign(window, { showErrorMessage, showWarningMessage, showInformationMessage });
  }

  #list(): QuickPick<QuickPickItem> {
    const accepted = new EventEmitter<void>();
    const hidden = new EventEmitter<void>();
    const button = new EventEmitter<QuickInputButton>();
    const itemButton = new EventEmitter<QuickPickItemButtonEvent<QuickPickItem>>();
    const list = {
      title: undefined,
      placeholder: undefined,
      step: undefined,
      totalSteps: undefined,
      ignoreFocusOut: false,
      matchOnDescription: false,
      matchOnDetail: false,
      buttons: [] as QuickInputButton[],
      items: [] as QuickPickItem[],
      activeItems: [] as QuickPickItem[],
      selectedItems: [] as QuickPickItem[],
      canSelectMany: false,
      value: "",
      onDidChangeValue: new EventEmitter<string>().event,
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
      onDidTriggerButton: button.event,
      onDidTriggerItemButton: itemButton.event,
      hide: () => hidden.fire(),
      dispose: () => undefined,
      show: () => {
        const { title, placeholder, step, totalSteps, items } = list;
        const active = list.activeItems[0] ?? items[0];
        this.picks.push({
          title,
          prompt: placeholder,
          step,
          total: totalSteps,
          labels: items.map(({ label }) => label),
          descriptions: items.map(({ description }) => description),
          details: items.map(({ detail }) => detail),
          active: active?.label,
          ticked: list.selectedItems.map(({ label }) => label),
        });
        const [answer] = this.#answers;
        const isForList = answer === BACK || (typeof answer === "object" && !Array.isArray(answer));
        if (isForList) this.#answers.shift();
        const picked = typeof answer === "object" && "label" in answer ? answer : undefined;
        const ticked = typeof answer === "object" && "labels" in answer ? answer : undefined;
        if (ticked !== undefined) list.selectedItems = items.filter(({ label }) => ticked.labels.includes(label));
        const item = picked === undefined ? active : items.find(({ label }) => label === picked.label);
        const pressed = item?.buttons?.find(({ tooltip }) => tooltip === picked?.button);
        if (answer === BACK) button.fire(QuickInputButtons.Back);
        else if ((answer === undefined && !this.onward) || item === undefined) hidden.fire();
        else if (pressed !== undefined) itemButton.fire({ button: pressed, item });
        else {
          list.activeItems = [item];
          accepted.fire();
        }
      },
    };
    return list as unknown as QuickPick<QuickPickItem>;
  }

  #box(): InputBox {
    const changed = new EventEmitter<string>();
    const accepted = new EventEmitter<void>();
    const hidden = new EventEmitter<void>();
    const button = new EventEmitter<QuickInputButton>();
    const problems: (string | undefined)[] = [];
    const box = {
      title: undefined,
      prompt: undefined,
      placeholder: "",
      step: undefined,
      totalSteps: undefined,
      password: false,
      value: "",
      validationMessage: undefined as InputBox["validationMessage"],
      ignoreFocusOut: false,
      busy: false,
      buttons: [] as QuickInputButton[],
      onDidChangeValue: changed.event,
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
      onDidTriggerButton: button.event,
      hide: () => hidden.fire(),
      dispose: () => undefined,
      show: () => {
        const { title, prompt, step, totalSteps: total, password: masked, value } = box;
        this.boxes.push({
          title,
          prompt,
          step,
          total,
          masked,
          value,
          feedback: textOf(box.validationMessage),
          problems,
        });
        const answer = this.#answers.shift();
        if (answer === BACK) button.fire(QuickInputButtons.Back);
        else if (typeof answer === "string" || Array.isArray(answer)) void type([answer].flat());
        else hidden.fire();
      },
    };
    const type = async (texts: string[]): Promise<void> => {
      for (const text of texts) {
        box.value = text;
        changed.fire(text);
        const index = problems.push(textOf(box.validationMessage)) - 1;
        accepted.fire();
        await until("a judgement", () => !box.busy);
        // A warning does not prevent accepting.
        problems[index] = textOf(box.validationMessage);
      }
    };
    return box as unknown as InputBox;
  }
}

function textOf(message: InputBox["validationMessage"]): string | undefined {
  return typeof message === "string" ? message : message?.message;
}
