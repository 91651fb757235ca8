/** The questions of a multi-step input. */

export interface Question {
  /** Shown with the box; also the key under which the answer is remembered. */
  prompt: string;
  /** What was wrong with the previous answer; shown until the person types. */
  feedback?: string | undefined;
  /** The number of questions, if known. */
  total?: number | undefined;
}

/** A question with a text box. */
export interface BoxStep extends Question {
  placeholder?: string;
  /** The initial value. */
  value?: string;
  /** The name of a secret within a sentence. The box shows dots. */
  secret?: string;
  /** Surrounding spaces may be part of it, so only line breaks at its end are removed. */
  keepSpaces?: boolean;
  /** What is wrong with the (trimmed) text, or `undefined`; called while the person types. */
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
  /** How many questions came before. */
  index: number;
}

/** Goes back to an earlier question. Earlier answers are preselected. */
export class Back extends Error {
  /** The index of that question. */
  readonly to: number;
  /** Asks only that one and the last one again, and keeps the answers between them. */
  readonly alone: boolean;

  constructor(to: number, alone = false) {
    super();
    this.to = to;
    this.alone = alone;
  }
}

/** The person cancelled. */
export class InputAbandoned extends Error {}
