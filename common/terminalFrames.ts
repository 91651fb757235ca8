/**
 * The protocol between `argus-token` and the window, over the window's socket: lines of JSON in UTF-8. The program
 * sends one request; the window answers with any number of {@link Progress} lines and then a token or a failure.
 */

/** An old terminal may still have another version of the program. */
export const FRAMES_VERSION = 1;

/** The longest request, in bytes including the line feed. */
export const MOST_REQUEST_BYTES = 4_096;
/** The longest answer, in bytes including the line feeds. */
export const MOST_ANSWER_BYTES = 262_144;

/** Names the folder with the entry of a terminal's window. */
export const WINDOW_VARIABLE = "ARGUS_TOKENS_WINDOW";

/** Exit codes of `argus-token`; scripts rely on them. */
export const ExitCode = {
  token: 0,
  notWritten: 1,
  usage: 2,
  noProfile: 3,
  needsPerson: 4,
  refused: 5,
  network: 6,
  noWindow: 7,
} as const;

/** The exit codes in a window's answers. */
export type FailureCode = Exclude<(typeof ExitCode)[keyof typeof ExitCode], 0 | 1 | 2>;

/** How to reach a window: a file in the folder named by {@link WINDOW_VARIABLE}, readable only by this user. */
export interface WindowEntry {
  /** Path of a Unix socket, or name of a Windows pipe. */
  socket: string;
  /** 256 bits in hex; every request must contain it. */
  nonce: string;
}

export interface TokenRequest {
  version: number;
  nonce: string;
  /** Process id of the program, by which the window finds the terminal. */
  pid: number;
  /** The profile's name; the active profile if absent. */
  profile?: string;
  /** Whether the window may ask the person something. */
  prompt: boolean;
}

/** `taken`: the window accepted the request. `asking`: it is asking the person. */
export interface Progress {
  state: "taken" | "asking";
}

export interface TokenAnswer {
  accessToken: string;
  tokenType: string;
  /** ms since the epoch */
  expiresAt: number;
  profile: string;
  /** The header that carries the token. */
  header: { name: string; value: string };
}

/** `message` is one sentence without a secret. */
export interface FailureAnswer {
  exitCode: FailureCode;
  message: string;
}

export type WindowFrame = Progress | TokenAnswer | FailureAnswer;

/** A frame in its serialized form. */
export function frameOf(value: TokenRequest | WindowFrame): string {
  return `${JSON.stringify(value)}\n`;
}
