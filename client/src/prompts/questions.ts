/** What can be asked in a multi-step input. */

export interface Question {
  /** Asked beside the box; what is answered is remembered by it. */
  prompt: string;
  /** What was wrong with the answer before, in its place until something is typed. */
  feedback?: string | undefined;
  /** How many questions there are, where that is known. */
  total?: number | undefined;
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
  /** What looks wrong and may be right all the same. */
  warning?: (text: string) => string | undefined;
  /** As `problem`, where it takes longer to find out; asked once the person is done. */
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
  /** Where Enter leads; to the first one, if it is none of these. */
  active?: T | undefined;
  /** Is about what was just done: it is not asked again on the way from a step back. */
  passing?: boolean;
}

/** A question with a list to pick any number from. */
export interface PickManyStep extends Question {
  choices: readonly Choice<string>[];
  /** The values that are picked to begin with. */
  picked: readonly string[];
}

/** A question as it is shown. */
export interface Frame {
  title: string;
  /** How many questions came before. */
  index: number;
}

/** The way back to an earlier question. What was answered comes back with the questions. */
export class Back extends Error {
  /** How many questions come before that one. */
  readonly to: number;
  /** Asks that one and the last one again, and keeps the answers between them. */
  readonly alone: boolean;

  constructor(to: number, alone = false) {
    super();
    this.to = to;
    this.alone = alone;
  }
}

/** The person gave up. */
export class InputAbandoned extends Error {}
