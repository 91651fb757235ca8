/** An Argus in this process, with the clock of the test. */
import type { TokenValue } from "../../../common/protocol/requests.ts";
import type { LiveDocument } from "../faults/liveDocument.ts";
import { documentHandlers } from "../../../server/src/handlers/documents.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import type { WorkerState } from "../../../server/src/workerState.ts";

/** In ms, as Argus documents it. */
export const LIFETIME = 300_000;

/** A token that this Argus issued. */
export interface Issued extends TokenValue {
  profile: string;
  url: string;
  /** By Argus' own clock. */
  ends: number;
}

type Params = Record<string, unknown> & { profile: { name: string; url: string }; token: string };

/** The worker's own code for documents, and an Argus that knows the tokens it issued. */
export class InProcessWorker {
  readonly issued = new Map<string, Issued>();
  /** How far this machine's clock is ahead of Argus', in ms. */
  offset = 0;
  isUnreachable = false;
  readonly #handlers: ReturnType<typeof documentHandlers>;

  constructor(document: LiveDocument, state: WorkerState) {
    const open = (uri: string): object | undefined =>
      uri === document.uri.toString()
        ? { uri, version: document.version, model: parse(document.getText()) }
        : undefined;
    this.#handlers = documentHandlers({ get: open } as unknown as Parameters<typeof documentHandlers>[0], state);
  }

  /** Whether Argus accepts a token. */
  accepts(token: Issued | undefined): boolean {
    return token !== undefined && token.ends > Date.now() - this.offset;
  }

  readonly send = async (method: string, params: unknown): Promise<unknown> => {
    await new Promise(setImmediate);
    const { profile, token } = params as Params;
    const now = Date.now();
    if (this.isUnreachable && ["argus/token", "argus/introspect", "argus/userinfo"].includes(method))
      return { ok: false, error: { code: "connect", message: "Argus cannot be reached." } };
    switch (method) {
      case "argus/token": {
        const value = { accessToken: `me/${profile.name}${this.issued.size}abc`, tokenType: "Bearer" };
        const issued = { ...value, issuedAt: now, expiresAt: now + LIFETIME };
        this.issued.set(issued.accessToken, {
          ...issued,
          profile: profile.name,
          url: profile.url,
          ends: issued.expiresAt - this.offset,
        });
        return { ok: true, value: issued };
      }
      case "argus/introspect": {
        const known = this.issued.get(token);
        const active = this.accepts(known);
        const facts = active ? { expiresAt: (known?.ends ?? 0) + this.offset, username: "me" } : {};
        return { ok: true, value: { active, ...facts, claims: { active } } };
      }
      case "argus/userinfo":
        return this.accepts(this.issued.get(token))
          ? { ok: true, value: { claims: { username: "me" } } }
          : { ok: false, error: { code: "unauthorized", message: "Argus refused." } };
      default:
        return (this.#handlers as Record<string, (params: unknown, signal: AbortSignal) => unknown>)[method]?.(
          params,
          new AbortController().signal,
        );
    }
  };
}
