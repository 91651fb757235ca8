import { timingSafeEqual } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import {
  type FailureAnswer,
  FRAMES_VERSION,
  frameOf,
  MOST_REQUEST_BYTES,
  type Progress,
  type TokenAnswer,
  type TokenRequest,
} from "../../../common/terminalFrames.ts";

/** How long a caller may take to send its request, in ms. */
const PATIENCE = 10_000;
/** How many callers are served at once, including those that wait for the person's answer. */
const MOST_CALLERS = 256;

/** The part of a request that matters once its nonce is verified. */
export type TokenQuery = Omit<TokenRequest, "nonce" | "version">;

/**
 * Answers a request. `asking` tells the caller that the person is being asked; `gone` is aborted when the caller stops
 * waiting.
 */
export type AnswerRequest = (
  asked: TokenQuery,
  asking: () => void,
  gone: AbortSignal,
) => Promise<TokenAnswer | FailureAnswer>;

interface Dependencies {
  nonce: string;
  answer: AnswerRequest;
  /** Called when a caller is cut off. @param why for the log, without anything that the caller sent */
  onCutOff: (why: string) => void;
  /** The answer for a caller from another version of the extension. */
  otherVersion: () => FailureAnswer;
  /** ms */
  patience?: number;
}

/** The window's socket: one request per connection. A caller without the nonce gets no answer at all. */
export class TokenSocket {
  readonly #dependencies: Dependencies;
  readonly #nonce: Buffer;
  readonly #server: Server;
  readonly #callers = new Set<Socket>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#nonce = Buffer.from(dependencies.nonce);
    this.#server = createServer((socket) => {
      this.#serve(socket);
    });
    this.#server.maxConnections = MOST_CALLERS;
  }

  /** @param path of a Unix socket, or name of a Windows pipe */
  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(path, () => {
        this.#server.off("error", reject);
        this.#server.on("error", () => {
          this.#dependencies.onCutOff("the socket failed");
        });
        resolve();
      });
    });
  }

  /** Ends all calls and removes a Unix socket. */
  close(): void {
    this.#server.close();
    for (const socket of this.#callers) socket.destroy();
  }

  #serve(socket: Socket): void {
    this.#callers.add(socket);
    const gone = new AbortController();
    const cutOff = (why: string): void => {
      if (socket.destroyed) return;
      socket.destroy();
      this.#dependencies.onCutOff(why);
    };
    const received: Buffer[] = [];
    let [bytes, isTaken] = [0, false];
    const timer = setTimeout(() => {
      // If the host itself was busy, the request has arrived meanwhile and is read first.
      setImmediate(() => {
        if (!isTaken) cutOff("too slow");
      });
    }, this.#dependencies.patience ?? PATIENCE);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      gone.abort();
      this.#callers.delete(socket);
    });
    socket.on("end", () => {
      // Another window that only checks whether this one is alive sends nothing.
      if (!isTaken && bytes > 0) cutOff("no whole request");
    });
    socket.on("data", (chunk: Buffer) => {
      if (isTaken) {
        cutOff("more than one request");
        return;
      }
      bytes += chunk.length;
      received.push(chunk);
      const isWhole = chunk.includes(0x0a);
      if (bytes > MOST_REQUEST_BYTES) cutOff("too large");
      else if (isWhole) {
        clearTimeout(timer);
        isTaken = true;
        this.#take(socket, Buffer.concat(received), cutOff, gone.signal);
      }
    });
  }

  #take(socket: Socket, line: Buffer, cutOff: (why: string) => void, gone: AbortSignal): void {
    const request = parse(line);
    if (!this.#knowsNonce(request?.["nonce"])) {
      cutOff("without the window's nonce");
      return;
    }
    const asked = checked(request);
    if (request?.["version"] !== FRAMES_VERSION) socket.end(frameOf(this.#dependencies.otherVersion()));
    else if (asked === undefined) cutOff("no request");
    else void this.#answer(socket, asked, gone);
  }

  async #answer(socket: Socket, asked: TokenQuery, gone: AbortSignal): Promise<void> {
    const tell = (state: Progress["state"]): void => {
      if (socket.writable) socket.write(frameOf({ state }));
    };
    tell("taken");
    const answer = await this.#dependencies.answer(
      asked,
      () => {
        tell("asking");
      },
      gone,
    );
    if (socket.writable) socket.end(frameOf(answer));
  }

  #knowsNonce(sent: unknown): boolean {
    if (typeof sent !== "string") return false;
    const bytes = Buffer.from(sent);
    return bytes.length === this.#nonce.length && timingSafeEqual(bytes, this.#nonce);
  }
}

type Fields = Record<string, unknown>;

function parse(line: Buffer): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line.toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function checked({ pid, profile, prompt }: Fields = {}): TokenQuery | undefined {
  if (!Number.isSafeInteger(pid) || typeof prompt !== "boolean") return undefined;
  if (profile === undefined) return { pid: pid as number, prompt };
  return typeof profile === "string" ? { pid: pid as number, prompt, profile } : undefined;
}
