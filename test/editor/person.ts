import { EventEmitter, type InputBox, type QuickInputButton, QuickInputButtons, window } from "vscode";

/** An input box as the extension left it when it was answered. */
export interface SeenBox {
  title: string | undefined;
  prompt: string | undefined;
  step: number | undefined;
  masked: boolean;
  /** What the box said about the answers before the last one. */
  problems: (string | undefined)[];
}

/** Presses the box's back button. */
export const BACK = Symbol("back");

/** What to type into a box; several texts are tried one after the other. */
type Answer = string | string[] | typeof BACK;

interface Message {
  text: string;
  buttons: string[];
}

/** Stands in for a person at the input boxes and notifications of the extension, which a test cannot type into. */
export class Person {
  readonly boxes: SeenBox[] = [];
  readonly messages: Message[] = [];
  readonly #original = { ...window };
  readonly #answers: Answer[];
  readonly #clicks: string[];

  /**
   * @param answers for the boxes to come; a box without one is escaped
   * @param clicks titles of buttons to click once where a notification offers them
   * @param later what is clicked in a notification with that text, some time
   */
  constructor(
    answers: Answer[] = [],
    clicks: string[] = [],
    later: (text: string) => Promise<string> | undefined = () => undefined,
  ) {
    this.#answers = answers;
    this.#clicks = clicks;
    const show = (text: string, ...buttons: string[]): Promise<string | undefined> => {
      this.messages.push({ text, buttons });
      const click = buttons.find((button) => this.#clicks.includes(button));
      if (click !== undefined) this.#clicks.splice(this.#clicks.indexOf(click), 1);
      return later(text) ?? Promise.resolve(click);
    };
    Object.assign(window, {
      createInputBox: () => this.#box(),
      showErrorMessage: show,
      showWarningMessage: show,
      showInformationMessage: show,
    });
  }

  /** Gives the editor's own windows back. */
  leave(): void {
    const { createInputBox, showErrorMessage, showWarningMessage, showInformationMessage } = this.#original;
    Object.assign(window, { createInputBox, showErrorMessage, showWarningMessage, showInformationMessage });
  }

  #box(): InputBox {
    const changed = new EventEmitter<string>();
    const accepted = new EventEmitter<void>();
    const hidden = new EventEmitter<void>();
    const button = new EventEmitter<QuickInputButton>();
    const answer = this.#answers.shift();
    const problems: (string | undefined)[] = [];
    const box = {
      title: undefined,
      prompt: undefined,
      placeholder: "",
      step: undefined,
      totalSteps: undefined,
      password: false,
      value: "",
      validationMessage: undefined as string | undefined,
      ignoreFocusOut: false,
      buttons: [] as QuickInputButton[],
      onDidChangeValue: changed.event,
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
      onDidTriggerButton: button.event,
      hide: () => hidden.fire(),
      dispose: () => undefined,
      show: () => {
        const { title, prompt, step, password } = box;
        this.boxes.push({ title, prompt, step, masked: password, problems });
        if (answer === undefined) hidden.fire();
        else if (answer === BACK) button.fire(QuickInputButtons.Back);
        else {
          for (const text of [answer].flat()) {
            box.value = text;
            changed.fire(text);
            problems.push(box.validationMessage);
            accepted.fire();
          }
        }
      },
    };
    return box as unknown as InputBox;
  }
}
