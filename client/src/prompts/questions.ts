/** The questions of a multi-step input. */

export interface Question {
  /** Names the answer, and the target of {@link Back}. */
  name: string;
  /** Shown with the box. */
  prompt: string;
  /** What was wrong with the previous answer; shown until the person types. */
  feedback?: string | undefined;
}

/** An entered text after cleaning. `note` tells the person what was changed, as a sentence. */
export interface CleanText {
  text: string;
  note?: string | undefined;
}

/** A question with a text box. */
export interface BoxStep extends Question {
  placeholder?: string;
  /** The initial value. */
  value?: string;
  /** The box shows dots, and a cancelled flow drops the answer after a while. */
  isSecret?: boolean;
  /** Cleans the entered text; trims it by default. */
  clean?: (typed: string) => CleanText;
  /** What is wrong with the clean text, or `undefined`; called while the person types. */
  problem?: (text: string) => string | undefined;
  /** What looks wrong but may still be right. */
  warning?: (text: string) => string | undefined;
  /** Like `problem`, for slow checks; called when the person is done. */
  check?: (text: string) => Promise<string | undefined>;
}

/** One of several answers. */
export interface Choice<T> {
  label: string;
  description?: string;
  detail?: string;
  value: T;
}

/** A question with a list to pick from. */
export interface PickStep<T> extends Question {
  choices: readonly Choice<T>[];
  /** The preselected value; the first one if absent or unknown. */
  active?: T | undefined;
  /** About what just happened, so it is not asked again after a step back. */
  passing?: boolean;
  /** The masked question to fill in with a secret that is pasted into this list by mistake. */
  secretFor?: string | undefined;
}

/** A question with a list to pick any number from. */
export interface PickManyStep extends Question {
  choices: readonly Choice<string>[];
  /** The preselected values. */
  picked: readonly string[];
}

/** The frame of a shown question. */
export interface Frame {
  title: string;
  /** Counted from 1. */
  step: number;
  /** The number of questions known so far. */
  total: number;
  /** Where the back button leads. */
  previous: string | undefined;
}

/** Asks a question again, and all that follow it. Earlier answers are preselected. */
export class Back extends Error {
  readonly to: string;

  constructor(to: string) {
    super();
    this.to = to;
  }
}

/** Asks only these questions again, and keeps the other answers. */
export class AskAgain extends Error {
  readonly names: readonly string[];

  constructor(...names: readonly string[]) {
    super();
    this.names = names;
  }
}

/** The person cancelled. */
export class InputAbandoned extends Error {
  /** The text in the box. */
  readonly typed: string | undefined;
  /** Questions to ask again if the person continues later. */
  readonly open: readonly string[];

  constructor(typed?: string, ...open: readonly string[]) {
    super();
    this.typed = typed;
    this.open = open;
  }
}
