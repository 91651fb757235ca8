/** What the extension host (inHost.ts) tells the bench. Times in ms since the activation was asked for. */
export interface Activation {
  /** Whether nothing else went on in the editor when it began. */
  idle: boolean;
  /** The bundle was loaded, and `activate` returned. */
  activated: number;
  /** The worker's process was started. */
  forked?: number;
  /** The worker's answer to `initialize` arrived. */
  initialized?: number;
  /** A document opened after `activate` got its first code lens. */
  lens?: number;
}
