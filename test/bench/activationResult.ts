/** The result of inHost.ts. Times in ms since the activation was requested. */
export interface Activation {
  /** Whether the editor was otherwise idle at the start. */
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
