import { EventEmitter } from "./events.ts";
import { type Answer, standIn } from "./state.ts";

/** What box and list have in common. */
function quickInput() {
  const accepted = new EventEmitter<void>();
  const hidden = new EventEmitter<void>();
  return {
    title: "",
    placeholder: "",
    buttons: [] as unknown[],
    ignoreFocusOut: false,
    accepted,
    hidden,
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    onDidTriggerButton: new EventEmitter<unknown>().event,
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
      const { title, prompt, password: isSecret } = box;
      void standIn.ask({ title, prompt, choices: undefined, isSecret }).then((answer) => {
        if (typeof answer !== "string") {
          base.hidden.fire();
          return;
        }
        box.value = answer;
        changed.fire(answer);
        base.accepted.fire();
        // A text that is refused is given up.
        const settled = setInterval(() => {
          if (box.busy) return;
          clearInterval(settled);
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
  const pick = {
    ...base,
    items: [] as readonly Item[],
    activeItems: [] as readonly Item[],
    selectedItems: [] as readonly Item[],
    canSelectMany: false,
    show: () => {
      const { title, placeholder: prompt, items } = pick;
      const choices = items.map(({ label }) => label);
      const details = items.map(({ detail = "" }) => detail);
      void standIn.ask({ title, prompt, choices, details, isSecret: false }).then((answer: Answer) => {
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
