/** The kinds of entries in the table of commands: what a command's arguments stand for. */
import type { TextDocument } from "vscode";
import { type DocumentLine, documentLineOf } from "./documents/documentLine.ts";
import type { ForeignDocuments } from "./documents/foreignDocuments.ts";
import { tellRequestBelow } from "./documents/requestBelow.ts";
import { isWritable } from "./documents/writable.ts";
import { mayHoldTokens } from "./edits/trapQuestion.ts";
import { failure, type Outcome } from "./failures/failure.ts";

/** Arguments are plain JSON and come from anywhere: lenses, key bindings, other extensions. */
type Handler = (...args: unknown[]) => Promise<Outcome<unknown>>;

/** What a command does at a line of a document. */
type Act = (target: DocumentLine, ...more: unknown[]) => Promise<Outcome<unknown>>;

/** A run of a command for fixed arguments: "Try Again" repeats it for the same ones. */
export interface Attempt {
  run: () => Promise<Outcome<unknown>>;
  /** The request that it is about. */
  target?: () => DocumentLine | undefined;
  dispose?: () => void;
}

export type Entry = (...args: unknown[]) => Attempt | Promise<Attempt>;

export const plain =
  (handler: Handler): Entry =>
  (...args) => ({ run: () => handler(...args) });

/** A command for the request in its arguments or at the cursor, followed while the person types. */
export const atTarget =
  (act: Act, isAccepted?: (document: TextDocument) => boolean): Entry =>
  async (uri, line, ...more) => {
    const target = await documentLineOf(uri, line, isAccepted);
    if (!target.ok) return { run: () => Promise.resolve(target) };
    return {
      run: () => act(target.value, ...more),
      target: () => target.value,
      dispose: () => {
        target.value.dispose();
      },
    };
  };

/** Like {@link atTarget}, for commands that edit the document. */
export const atWritableTarget = (act: Act, isAccepted?: (document: TextDocument) => boolean): Entry =>
  atTarget(
    (target, ...more) => (isWritable(target.document) ? act(target, ...more) : Promise.resolve(failure("readOnly"))),
    isAccepted,
  );

/** Like {@link atWritableTarget}, for commands that write tokens. */
export const atTokenTarget = (foreign: ForeignDocuments, act: Act): Entry =>
  atWritableTarget(async (target, ...more) =>
    (await mayHoldTokens(target.document, foreign)) ? act(target, ...more) : failure("cancelled"),
  );

/** Like {@link atTarget}, for a command about one request, which is named if the cursor is on the `###` above it. */
export const ofRequest =
  (parts: Parameters<typeof tellRequestBelow>[1], act: Act): Act =>
  async (target, ...more) => {
    await tellRequestBelow(target, parts);
    return act(target, ...more);
  };
