import { connect, type Socket } from "node:net";
import {
  type FailureAnswer,
  FRAMES_VERSION,
  frameOf,
  MOST_ANSWER_BYTES,
  type Progress,
  type TokenAnswer,
  type TokenRequest,
  type WindowEntry,
  type WindowFrame,
} from "../../common/terminalFrames.ts";

/** How long a window may take to acknowledge the request, in ms. After that it may be waiting for the person. */
const PATIENCE = 30_000;

/** Values that can be printed as one line, or sent as a header, without affecting a terminal. */
const PRINTABLE = /^[\x20-\x7e]+$/;

/** The part of a request that the caller decides. */
export type Question = Pick<TokenRequest, "profile" | "prompt">;

/**
 * `unreachable`: no window accepted the request; `silent`: a window did not acknowledge it in time; `lost`: a window
 * acknowledged it, but closed before it answered.
 */
export type Reply = TokenAnswer | FailureAnswer | "unreachable" | "silent" | "lost";

/**
 * Asks the first window that takes the request.
 *
 * @param onAsking called when the window asks the person something
 */
export async function askWindow(
  entries: readonly WindowEntry[],
  question: Question,
  onAsking: () => void,
): Promise<Reply> {
  for (const entry of entries) {
    const reply = await exchange(entry, question, onAsking);
    if (reply !== "unreachable") return reply;
  }
  return "unreachable";
}

function exchange({ socket: path, nonce }: WindowEntry, question: Question, onAsking: () => void): Promise<Reply> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let [isTaken, text, bytes] = [false, "", 0];
    const end = (reply: Reply): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reply);
    };
    const fail = (): void => {
      end(isTaken ? "lost" : "unreachable");
    };
    const timer = setTimeout(end, PATIENCE, "silent");
    const take = (frame: WindowFrame): void => {
      if (isProgress(frame)) {
        clearTimeout(timer);
        isTaken = true;
        if (frame.state === "asking") onAsking();
      } else if (isAnswer(frame)) end(frame);
      else fail();
    };
    socket.setEncoding("utf8");
    socket.on("error", fail).on("close", fail);
    socket.on("data", (chunk: string) => {
      bytes += Buffer.byteLength(chunk);
      if (bytes > MOST_ANSWER_BYTES) {
        fail();
        return;
      }
      const lines = (text + chunk).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) if (!socket.destroyed) take(parse(line));
    });
    send(socket, { version: FRAMES_VERSION, nonce, pid: process.pid, ...question });
  });
}

function send(socket: Socket, request: TokenRequest): void {
  socket.write(frameOf(request));
}

/** Anything but an object counts as an object without fields. */
function parse(line: string): WindowFrame {
  try {
    return Object(JSON.parse(line)) as WindowFrame;
  } catch {
    return {} as WindowFrame;
  }
}

function isProgress(frame: WindowFrame): frame is Progress {
  return "state" in frame;
}

function isAnswer(frame: WindowFrame): frame is TokenAnswer | FailureAnswer {
  if ("exitCode" in frame) return typeof frame.message === "string" && Number.isInteger(frame.exitCode);
  const { accessToken, header, expiresAt } = frame as Partial<TokenAnswer>;
  const texts = [accessToken, header?.name, header?.value];
  return Number.isFinite(expiresAt) && texts.every((text) => typeof text === "string" && PRINTABLE.test(text));
}
