/** The lines that an extension host writes to its page, which hands them over. */

/** Begins the one line that the page is to hand over. */
export const RESULT_MARK = "argus-bench:";

/** Begins a line that asks the page when something is to be seen: a {@link Sight} as JSON. */
export const SIGHT_MARK = "bench sight: ";

export interface Sight {
  selector: string;
  /** Where the answer is written: the ms until it was there. */
  answer: string;
}
