import * as l10n from "@vscode/l10n";
import type { GenericSchema, InferOutput } from "valibot";
import * as v from "valibot";
import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from "vscode-languageserver";
import type { Result } from "../../../common/protocol/errors.ts";
import type { ArgusRequests } from "../../../common/protocol/requests.ts";
import { describeIssue } from "../../../common/schema.ts";
import { fail } from "../oauth/failures.ts";

type Method = keyof ArgusRequests;
type Answer<M extends Method> = Result<ArgusRequests[M]["value"]>;

/** Answers one request of the protocol. */
export type Handler<M extends Method> = (params: unknown, signal: AbortSignal) => Answer<M> | Promise<Answer<M>>;

export type Handlers<M extends Method = Method> = { readonly [K in M]: Handler<K> };

/** A handler with validated parameters; invalid ones are answered with a failure. */
export function checked<S extends GenericSchema, V>(
  schema: S,
  handle: (params: InferOutput<S>, signal: AbortSignal) => V | Promise<V>,
): (params: unknown, signal: AbortSignal) => V | Result<never> | Promise<V> {
  return (params, signal) => {
    const result = v.safeParse(schema, params, { abortEarly: true });
    return result.success ? handle(result.output, signal) : invalidParams(result.issues[0]);
  };
}

export function registerHandlers(connection: Connection, handlers: Handlers): void {
  for (const [method, handle] of Object.entries(handlers)) {
    connection.onRequest(method, async (params: unknown, token: CancellationToken) => {
      try {
        return await handle(params, abortSignal(token));
      } catch (error) {
        // A bug, not a failure. Its message could quote anything, so only its kind is sent.
        const kind = error instanceof Error ? error.name : typeof error;
        throw new ResponseError(ErrorCodes.InternalError, `internal error in ${method} (${kind})`);
      }
    });
  }
}

function invalidParams(issue: v.BaseIssue<unknown>): Result<never> {
  const problem = describeIssue(issue);
  const part = v.getDotPath(issue)?.split(".")[0];
  if (part === "profile") return fail("invalidProfile", { problem });
  if (part === "credential" || part === "token") return fail("invalidCredential", { problem });
  // A mistake in a program, not a person's.
  const message = l10n.t("The worker cannot answer this request: {0}.", problem);
  return { ok: false, error: { code: "rejected", message, reason: "invalidRequest", help: ["showLog"] } };
}

function abortSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  // A token that is already cancelled fires no event.
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => {
    controller.abort();
  });
  return controller.signal;
}
