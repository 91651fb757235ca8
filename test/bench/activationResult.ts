/** What the extension host (inHost.ts) tells the bench. Times in ms since the activation was asked for. */
export interface Activation {
  /** Whether nothing else went on in the editor when it began. */
  idle: boolean;
  /** The bundle was loaded, and `activate` returned. */
  activated: number;
  /** The worker's process was started; this and the following are missing where there is no worker. */
  forked?: number;
  /** The worker's answer to `initialize` arrived. */
  initialized?: number;
  /** A document opened after `activate` got its first code lens. */
  lens?: number;
}

/** Begins the one line that the page is to hand over. */
export const RESULT_MARK = "argus-bench:";

/** A line that starts with it asks the page when something is to be seen: a {@link Sight} as JSON. */
export const SIGHT_MARK = "bench sight: ";

export interface Sight {
  selector: string;
  /** Where the answer is written: the ms until it was there. */
  answer: string;
}
