import { type Answer, Answers } from "./answers.ts";
import { type Drafts, resumeStep } from "./drafts.ts";
import {
  AskAgain,
  Back,
  type BoxStep,
  type Frame,
  InputAbandoned,
  type PickManyStep,
  type PickStep,
} from "./questions.ts";
import { askBox, askPick, askPickMany } from "./quickInputs.ts";

/** The prompts of a multi-step input. */
export interface StepPrompts {
  /** @returns the clean text */
  box(step: BoxStep): Promise<string>;
  pick<T>(step: PickStep<T>): Promise<T>;
  /** @returns the values of the picked choices */
  pickMany(step: PickManyStep): Promise<string[]>;
  /** Another way to get a text, such as a dialog or a call; `undefined` goes back to the previous question. */
  other(name: string, get: () => Promise<string | undefined>, options?: { isSecret: boolean }): Promise<string>;
  /** Counts questions that will be asked. */
  expect(...names: readonly string[]): void;
  /** Takes back {@link expect}. */
  skip(...names: readonly string[]): void;
}

/** Where an unfinished flow keeps its answers. */
interface Resumption<T> {
  drafts: Drafts;
  /** Names the flow and its subject. */
  key: string;
  /** Whether a result finishes the flow; by default any does. */
  isDone?: (result: T) => boolean;
}

/**
 * Asks questions one after another, with a back button and validation.
 *
 * @param flow asks the questions; after a step back it runs again from its start, with the earlier answers
 * @param resumption lets the person continue a flow that they cancelled, or that failed at its end
 * @returns the result of the flow, or `undefined` if the person cancelled
 */
export async function askSteps<T>(
  title: string,
  flow: (ask: StepPrompts) => Promise<T>,
  resumption?: Resumption<T>,
): Promise<T | undefined> {
  const draft = resumption?.drafts.get(resumption.key);
  const isResumed = draft === undefined ? false : await resumes(title);
  if (isResumed === undefined) return undefined;
  const answers = draft !== undefined && isResumed ? draft : new Answers();
  for (;;) {
    const run = new Run(title, answers);
    try {
      const result = await flow(run);
      if (resumption?.isDone?.(result) === false) resumption.drafts.keep(resumption.key, answers);
      else resumption?.drafts.drop(resumption.key);
      return result;
    } catch (error) {
      if (error instanceof InputAbandoned) {
        run.keepTyped(error.typed);
        answers.takeBack(error.open);
        resumption?.drafts.keep(resumption.key, answers);
        return undefined;
      }
      if (error instanceof Back) answers.takeBack(run.since(error.to));
      else if (error instanceof AskAgain) answers.takeBack(error.names);
      else throw error;
    }
  }
}

/** @returns `undefined` if the person cancelled again */
async function resumes(title: string): Promise<boolean | undefined> {
  const step = resumeStep();
  try {
    const { answer } = await askPick({ title, step: 1, total: 1, previous: undefined }, step, undefined);
    return step.choices.find(({ label }) => label === answer)?.value;
  } catch (error) {
    if (error instanceof InputAbandoned) return undefined;
    throw error;
  }
}

/** One run of a flow, to its end or to a step back. */
class Run implements StepPrompts {
  readonly #title: string;
  readonly #answers: Answers;
  /** The questions so far, in order, including those answered in an earlier run. */
  readonly #asked: string[] = [];
  /** The questions that count as steps, including expected ones. */
  readonly #steps = new Set<string>();
  #open: string | undefined;
  /** The initial text of the open box or filter. */
  #default = "";

  constructor(title: string, answers: Answers) {
    this.#title = title;
    this.#answers = answers;
  }

  expect(...names: readonly string[]): void {
    for (const name of names) this.#steps.add(name);
  }

  skip(...names: readonly string[]): void {
    for (const name of names) if (!this.#asked.includes(name)) this.#steps.delete(name);
  }

  /** A question and all that followed it. */
  since(name: string): string[] {
    return this.#asked.slice(Math.max(0, this.#asked.indexOf(name)));
  }

  /** Keeps the text of the box that was cancelled. */
  keepTyped(typed: string | undefined): void {
    if (this.#open === undefined || typed === undefined) return;
    this.#answers.earlier.set(this.#open, typed);
    this.#answers.isTyped ||= typed !== this.#default;
  }

  async box(step: BoxStep): Promise<string> {
    if (step.isSecret === true) this.#answers.markSecret(step.name);
    const known = this.#answers.given.get(step.name);
    // A valid answer can become invalid after a step back, or before a cancelled flow continues.
    const isGood = isText(known) && step.problem?.(known) === undefined;
    if (isGood) return this.#known(step.name, known);
    this.#default = step.value ?? "";
    const text = await this.#ask(step.name, (frame) => askBox(frame, step, this.#earlier(step.name)));
    this.#answers.isTyped ||= text !== this.#default;
    return text;
  }

  async pick<T>(step: PickStep<T>): Promise<T> {
    const known = step.passing === true ? undefined : this.#answers.given.get(step.name);
    const choice = step.choices.find(({ label }) => label === known);
    if (choice !== undefined) {
      this.#known(step.name, choice.label);
      return choice.value;
    }
    this.#default = "";
    const ask = async (frame: Frame): Promise<string> => {
      const { answer, pasted } = await askPick(frame, step, this.#earlier(step.name));
      if (pasted !== undefined && step.secretFor !== undefined) {
        this.#answers.markSecret(step.secretFor);
        this.#answers.earlier.set(step.secretFor, pasted);
      }
      return answer;
    };
    const label = await this.#ask(step.name, ask, step.passing);
    const picked = step.choices.find((known) => known.label === label);
    if (picked === undefined) throw new Back(step.name);
    return picked.value;
  }

  async pickMany(step: PickManyStep): Promise<string[]> {
    const known = this.#answers.given.get(step.name);
    if (isList(known)) return [...this.#known(step.name, known)];
    const before = this.#answers.earlier.get(step.name);
    return [...(await this.#ask(step.name, (frame) => askPickMany(frame, step, isList(before) ? before : undefined)))];
  }

  async other(
    name: string,
    get: () => Promise<string | undefined>,
    { isSecret } = { isSecret: false },
  ): Promise<string> {
    if (isSecret) this.#answers.markSecret(name);
    const known = this.#answers.given.get(name);
    const previous = this.#previous();
    const text = isText(known) ? known : await get();
    this.#answers.isTyped = true;
    if (text === undefined) throw previous === undefined ? new InputAbandoned() : new Back(previous);
    this.#asked.push(name);
    this.#answers.give(name, text);
    return text;
  }

  /** The last question that was shown. */
  #previous(): string | undefined {
    return this.#asked.findLast((name) => this.#steps.has(name));
  }

  #known<A extends Answer>(name: string, answer: A): A {
    this.#steps.add(name);
    this.#asked.push(name);
    return answer;
  }

  async #ask<A extends Answer>(name: string, question: (frame: Frame) => Promise<A>, isPassing = false): Promise<A> {
    const previous = this.#previous();
    this.#steps.add(name);
    const step = 1 + this.#asked.filter((asked) => this.#steps.has(asked)).length;
    this.#open = name;
    const answer = await question({ title: this.#title, step, total: this.#steps.size, previous });
    this.#open = undefined;
    if (isPassing) return answer;
    this.#asked.push(name);
    this.#answers.give(name, answer);
    return answer;
  }

  #earlier(name: string): string | undefined {
    const answer = this.#answers.earlier.get(name);
    return isText(answer) ? answer : undefined;
  }
}

function isText(answer: Answer | undefined): answer is string {
  return typeof answer === "string";
}

function isList(answer: Answer | undefined): answer is readonly string[] {
  return Array.isArray(answer);
}
