import { EventEmitter } from "./events.ts";
import { type Answer, BACK, Left, Pasted, standIn } from "./state.ts";

/** The common part of box and list. */
function quickInput() {
  const accepted = new EventEmitter<void>();
  const hidden = new EventEmitter<void>();
  const pressed = new EventEmitter<unknown>();
  return {
    title: "",
    placeholder: "",
    buttons: [] as unknown[],
    ignoreFocusOut: false,
    step: undefined as number | undefined,
    totalSteps: undefined as number | undefined,
    accepted,
    hidden,
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    pressed,
    onDidTriggerButton: pressed.event,
    onDidTriggerItemButton: new EventEmitter<unknown>().event,
    hide: () => hidden.fire(),
    dispose: () => undefined,
  };
}

export function inputBox() {
  const changed = new EventEmitter<string>();
  const base = quickInput();
  const box = {
    ...base,
    prompt: "",
    value: "",
    password: false,
    busy: false,
    validationMessage: undefined as unknown,
    onDidChangeValue: changed.event,
    show: () => {
      const { title, prompt, password: isSecret, value, validationMessage: told, step, totalSteps: total } = box;
      void standIn
        .ask({ title, prompt, choices: undefined, isSecret, value, told: textOf(told), step, total })
        .then((answer) => {
          if (answer === BACK) {
            base.pressed.fire(undefined);
            return;
          }
          if (answer instanceof Left) {
            box.value = answer.typed;
            changed.fire(answer.typed);
          }
          if (typeof answer !== "string") {
            base.hidden.fire();
            return;
          }
          box.value = answer;
          changed.fire(answer);
          base.accepted.fire();
          // A refused text ends the input.
          const settled = setInterval(() => {
            if (box.busy) return;
            clearInterval(settled);
            standIn.refusals.push(textOf(box.validationMessage));
            base.hidden.fire();
          });
        });
    },
  };
  return box;
}

interface Item {
  label: string;
  detail?: string;
}

export function quickPick() {
  const base = quickInput();
  const changed = new EventEmitter<string>();
  const pick = {
    ...base,
    value: "",
    onDidChangeValue: changed.event,
    items: [] as readonly Item[],
    activeItems: [] as readonly Item[],
    selectedItems: [] as readonly Item[],
    canSelectMany: false,
    show: () => {
      const { title, placeholder: prompt, items, step, totalSteps: total } = pick;
      const choices = items.map(({ label }) => label);
      const details = items.map(({ detail = "" }) => detail);
      const active = pick.activeItems[0]?.label;
      const question = { title, prompt, choices, details, active, isSecret: false, step, total };
      void standIn.ask(question).then((answer: Answer) => {
        if (answer === BACK) {
          base.pressed.fire(undefined);
          return;
        }
        if (answer instanceof Pasted) {
          pick.value = answer.text;
          changed.fire(answer.text);
          standIn.filters.push(pick.value);
          pick.show();
          return;
        }
        if (answer instanceof Left) {
          base.hidden.fire();
          return;
        }
        const labels = typeof answer === "string" ? [answer] : answer;
        if (labels === undefined) {
          base.hidden.fire();
          return;
        }
        const chosen = items.filter(({ label }) => labels.includes(label));
        if (pick.canSelectMany) pick.selectedItems = chosen;
        else pick.activeItems = chosen;
        base.accepted.fire();
      });
    },
  };
  return pick;
}

/** A box's message about its text, with or without a severity. */
function textOf(message: unknown): string | undefined {
  return typeof message === "object" && message !== null
    ? (message as { message: string }).message
    : (message as string);
}
