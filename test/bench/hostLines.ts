/** Lines that an extension host writes to its page, which passes them on. */

/** The prefix of the line with the result. */
export const RESULT_MARK = "argus-bench:";

/** The prefix of a line that asks the page when something is visible: a {@link Sight} as JSON. */
export const SIGHT_MARK = "bench sight: ";

export interface Sight {
  selector: string;
  /** The file for the answer, in ms. */
  answer: string;
}
