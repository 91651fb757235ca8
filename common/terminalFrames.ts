/**
 * What `argus-token` and the window say to each other over the window's socket: lines of JSON in UTF-8. The program sends one
 * request; the window answers with any number of {@link Progress} lines and then a token or a failure.
 */

/** Another version of the program may be left in an old terminal. */
export const FRAMES_VERSION = 1;

/** How long a request may be, in bytes with its line feed. */
export const MOST_REQUEST_BYTES = 4_096;
/** How long an answer may be, in bytes with its line feeds. */
export const MOST_ANSWER_BYTES = 262_144;

/** Names the folder with the entries of the window that a terminal belongs to. */
export const WINDOW_VARIABLE = "ARGUS_TOKENS_WINDOW";

/** Exit codes of `argus-token`, which scripts rely on. */
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

/** Those that a window answers with. */
export type FailureCode = Exclude<(typeof ExitCode)[keyof typeof ExitCode], 0 | 1 | 2>;

/** How a window can be reached: a file in the folder that {@link WINDOW_VARIABLE} names, for this user's eyes alone. */
export interface WindowEntry {
  /** Path of a Unix socket, or name of a Windows pipe. */
  socket: string;
  /** 256 bits in hex, which every request has to carry. */
  nonce: string;
}

export interface TokenRequest {
  version: number;
  nonce: string;
  /** Process id of the program, by which the window finds out which terminal asks. */
  pid: number;
  /** A name; the active profile if absent. */
  profile?: string;
  /** Whether the window may ask its person something. */
  prompt: boolean;
}

/** `taken`: the request is under way. `asking`: the window shows its person a question. */
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

/** A frame as it is sent. */
export function frameOf(value: TokenRequest | WindowFrame): string {
  return `${JSON.stringify(value)}\n`;
}
