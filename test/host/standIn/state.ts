import { EventEmitter } from "./events.ts";

/** A question to the person: a box, a list, a notification or a dialog. */
export interface Question {
  title: string;
  prompt: string;
  /** Labels to choose from; `undefined` if a text is typed. */
  choices: readonly string[] | undefined;
  /** The detail of each choice. */
  details?: readonly string[];
  /** The label of the preselected choice. */
  active?: string | undefined;
  isSecret: boolean;
  /** A box's initial value, and the message about it. */
  value?: string;
  told?: string | undefined;
  step?: number | undefined;
  total?: number | undefined;
}

/** Presses the back button. */
export const BACK = Symbol("back");

/** Types into a box, and presses Escape. */
export class Left {
  readonly typed: string;

  constructor(typed: string) {
    this.typed = typed;
  }
}

/** Pastes into a list, which stays open. */
export class Pasted {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A text or a label; `undefined` closes the question; several labels if several may be picked. */
export type Answer = string | readonly string[] | typeof BACK | Left | Pasted | undefined;

/** Confirmations for a person who ran a command, since another extension could have run it. */
const CONFIRMATION = /^(Copy the token of|Delete the stored credentials of) /;

type Values = Record<string, unknown>;

export interface Position {
  line: number;
  character: number;
}

export interface Edit {
  range: { start: Position; end: Position };
  newText: string;
}

interface StandInDocument {
  uri: { toString(): string };
  version?: number;
  /** Changes its text; without it, edits are only counted. */
  apply?: (edits: readonly Edit[]) => void;
}

/** The test's side of the stand-in for VS Code. */
class StandIn {
  readonly settingsChanged = new EventEmitter<{ affectsConfiguration(section: string): boolean }>();
  readonly windowState = new EventEmitter<{ focused: boolean; active: boolean }>();
  readonly opened = new EventEmitter<unknown>();
  readonly closed = new EventEmitter<unknown>();
  settings: { user: Values; workspace: Values } = { user: {}, workspace: {} };
  readonly changed = new EventEmitter<unknown>();
  /** Files outside the workspace. */
  readonly filesChanged = new EventEmitter<void>();
  /** The ids of other extensions. */
  readonly extensions = new Set<string>();
  readonly activeChanged = new EventEmitter<unknown>();
  readonly editorsChanged = new EventEmitter<unknown>();
  readonly selected = new EventEmitter<unknown>();
  /** The editor in front. */
  activeEditor: { document: object; selection: object; setDecorations: () => void } | undefined;
  statusItems: { text: string; isShown: boolean }[] = [];
  documents: StandInDocument[] = [];
  /** A document without a tab. */
  hidden: object | undefined;
  /** A document that is shown in read-only editors. */
  readOnly: object | undefined;
  terminals: { name: string; processId: Promise<number | undefined> }[] = [];
  messages: string[] = [];
  /** Temporary messages in the status bar. */
  statusMessages: string[] = [];
  /** Documents, lists and channels that were opened. */
  shown: string[] = [];
  /** The titles of menus. */
  menus: string[] = [];
  progress: { title: string; cancel: () => void }[] = [];
  questions: Question[] = [];
  /** The boxes' messages about texts that they refused. */
  refusals: (string | undefined)[] = [];
  /** The lists' filter texts after something was pasted. */
  filters: string[] = [];
  commands = new Map<string, (...args: unknown[]) => unknown>();
  clipboard = "";
  edits = 0;
  /** Whether a person runs the commands, and confirms them. */
  isPerson = true;
  /** Answers questions. */
  answer: (question: Question) => Answer | Promise<Answer> = () => undefined;
  /** Called wherever the client waits for something outside; a test can change the world here. */
  pause: (where: string) => Promise<void> = () => Promise.resolve();

  /** Writes a setting, like a person or another program in its file. */
  set(owner: "user" | "workspace", key: string, value: unknown): void {
    const { [key]: _, ...others } = this.settings[owner];
    this.settings[owner] = value === undefined ? others : { ...others, [key]: value };
    this.settingsChanged.fire({
      affectsConfiguration: (section) => key === section || key.startsWith(`${section}.`),
    });
  }

  async ask(question: Question): Promise<Answer> {
    this.questions.push(question);
    await this.pause(`question: ${question.prompt}`);
    const confirmed = this.isPerson && CONFIRMATION.test(question.prompt) ? question.choices?.[0] : undefined;
    const answer = (await this.answer(question)) ?? confirmed;
    await this.pause(`answer: ${question.prompt}`);
    return answer;
  }

  /** Called before each test. */
  reset(): void {
    this.settingsChanged.dispose();
    for (const event of [this.windowState, this.opened, this.closed, this.changed, this.filesChanged]) event.dispose();
    for (const event of [this.activeChanged, this.editorsChanged, this.selected]) event.dispose();
    this.extensions.clear();
    Object.assign(this, { activeEditor: undefined, statusItems: [], terminals: [], documents: [], menus: [] });
    Object.assign(this, { settings: { user: {}, workspace: {} }, messages: [], statusMessages: [], shown: [] });
    Object.assign(this, { progress: [], questions: [], refusals: [], filters: [] });
    Object.assign(this, { commands: new Map(), clipboard: "", edits: 0 });
    this.hidden = this.readOnly = undefined;
    this.isPerson = true;
    this.answer = () => undefined;
    this.pause = () => Promise.resolve();
  }
}

export const standIn = new StandIn();
