import { Back, type BoxStep, type Frame, InputAbandoned, type PickManyStep, type PickStep } from "./questions.ts";
import { askBox, askPick, askPickMany } from "./quickInputs.ts";

/** The prompts of a multi-step input. */
export interface StepPrompts {
  /** @returns the trimmed text */
  box(step: BoxStep): Promise<string>;
  pick<T>(step: PickStep<T>): Promise<T>;
  /** @returns the values of the picked choices */
  pickMany(step: PickManyStep): Promise<string[]>;
  /** Another way to get a text, such as a dialog; `undefined` goes back to the previous question. */
  other(get: () => Promise<string | undefined>): Promise<string>;
  /** How many questions are answered, which is the index that {@link Back} needs for the next one. */
  readonly answered: number;
  /** The number of questions, given how many follow the next one. */
  total(following: number | undefined): number | undefined;
}

/** A text, the label that was picked, or several values. */
type Answer = string | readonly string[];

/**
 * Asks questions one after another, with a back button and validation.
 *
 * @param flow asks the questions; after a step back it runs again from its start, with the earlier answers
 * @returns the result of the flow, or `undefined` if the person cancelled
 */
export async function askSteps<T>(title: string, flow: (ask: StepPrompts) => Promise<T>): Promise<T | undefined> {
  const answers: (Answer | undefined)[] = [];
  const earlier = new Map<string, Answer>();
  for (;;) {
    try {
      return await flow(asking(title, answers, earlier));
    } catch (error) {
      if (error instanceof InputAbandoned) return undefined;
      if (!(error instanceof Back)) throw error;
      if (error.alone) {
        answers.pop();
        answers[error.to] = undefined;
      } else answers.length = Math.max(error.to, 0);
    }
  }
}

/**
 * @param answers so far; new ones are added
 * @param earlier answers from before a step back, by question: a secret is only ever restored as a secret
 */
function asking(title: string, answers: (Answer | undefined)[], earlier: Map<string, Answer>): StepPrompts {
  let index = 0;
  const next = async <A extends Answer>(
    isAnswer: (answer: Answer | undefined) => answer is A,
    question: (frame: Frame) => Promise<A>,
  ): Promise<A> => {
    const at = index;
    const known = answers[at];
    const answer = isAnswer(known) ? known : await question({ title, index: at });
    answers[at] = answer;
    index += 1;
    return answer;
  };
  const remembered = async <A extends Answer>(prompt: string, answer: Promise<A>): Promise<A> => {
    const given = await answer;
    earlier.set(prompt, given);
    return given;
  };
  const textFor = (prompt: string): string | undefined => {
    const answer = earlier.get(prompt);
    return isText(answer) ? answer : undefined;
  };
  return {
    box: (step) => next(isText, (frame) => remembered(step.prompt, askBox(frame, step, textFor(step.prompt)))),
    pick: async (step) => {
      const question = (frame: Frame): Promise<string> =>
        remembered(step.prompt, askPick(frame, step, textFor(step.prompt)));
      const at = index;
      const label = step.passing === true ? await question({ title, index: at }) : await next(isText, question);
      const choice = step.choices.find((known) => known.label === label);
      // The choice that was picked is no longer offered.
      if (choice === undefined) throw new Back(at);
      return choice.value;
    },
    pickMany: async (step) => {
      const values = await next(isList, (frame) => {
        const before = earlier.get(step.prompt);
        return remembered(step.prompt, askPickMany(frame, step, isList(before) ? before : undefined));
      });
      return [...values];
    },
    other: (get) =>
      next(isText, async ({ index: at }) => {
        const text = await get();
        if (text === undefined) throw new Back(at - 1);
        return text;
      }),
    get answered() {
      return index;
    },
    total: (following) => (following === undefined ? undefined : index + 1 + following),
  };
}

function isText(answer: Answer | undefined): answer is string {
  return typeof answer === "string";
}

function isList(answer: Answer | undefined): answer is readonly string[] {
  return Array.isArray(answer);
}
