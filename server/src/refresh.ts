import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  type Connection,
  DiagnosticRefreshRequest,
  FoldingRangeRefreshRequest,
} from "vscode-languageserver";
import type { PushedDiagnostics } from "./pushDiagnostics.ts";
import type { HeldTokens } from "../../common/protocol/settings.ts";
import { ignored } from "../../common/ignored.ts";

/** Timers pause while the machine sleeps and ignore clock changes: the longest time until the clock is read again, in ms. */
const LONGEST_WAIT = 30_000;

/**
 * Tells the editor to request things again: it does so itself when a document changes, but not when settings or tokens
 * change, or when time passes. Editors without refresh support are left alone.
 */
export class Refresher {
  readonly #connection: Connection;
  readonly #pushed: PushedDiagnostics;
  #capabilities: ClientCapabilities["workspace"];
  #timer: NodeJS.Timeout | undefined;
  #hasLenses = false;
  /** The tokens that had expired when the clock was last read. */
  #expired = "";

  constructor(connection: Connection, pushed: PushedDiagnostics) {
    this.#connection = connection;
    this.#pushed = pushed;
  }

  /** @param capabilities of the editor; nothing is refreshed without them */
  initialize(capabilities: ClientCapabilities): void {
    this.#capabilities = capabilities.workspace;
    this.#pushed.initialize(capabilities);
  }

  /** The editor requests lenses. */
  beforeLenses(): void {
    this.#hasLenses = true;
  }

  codeLenses(): void {
    // At each start, the state that the client sends would only delay an editor that is about to request its first
    // lenses.
    if (this.#hasLenses && this.#capabilities?.codeLens?.refreshSupport) this.#request(CodeLensRefreshRequest.type);
  }

  foldingRanges(): void {
    if (this.#capabilities?.foldingRange?.refreshSupport) this.#request(FoldingRangeRefreshRequest.type);
  }

  diagnostics(): void {
    this.#pushed.refresh();
    if (this.#capabilities?.diagnostics?.refreshSupport) this.#request(DiagnosticRefreshRequest.type);
  }

  /** Refreshes what depends on tokens: lenses and diagnostics. */
  tokens(): void {
    this.codeLenses();
    this.diagnostics();
  }

  /** Refreshes lenses and diagnostics when a token expires, also after the machine slept or the clock was set. */
  watchExpiry(held: HeldTokens): void {
    this.#expired = expiredOf(held);
    this.#watch(held);
  }

  #watch(held: HeldTokens): void {
    clearTimeout(this.#timer);
    if (held.tokens.length === 0) return;
    const now = Date.now();
    const ends = held.tokens.map(({ expiresAt }) => expiresAt - now + 1).filter((wait) => wait > 0);
    this.#timer = setTimeout(
      () => {
        this.checkClock(held);
      },
      Math.min(LONGEST_WAIT, ...ends),
    ).unref();
  }

  /** Reads the clock now. */
  checkClock(held: HeldTokens): void {
    const expired = expiredOf(held);
    if (expired !== this.#expired) this.tokens();
    this.#expired = expired;
    this.#watch(held);
  }

  #request(type: typeof CodeLensRefreshRequest.type): void {
    this.#connection.sendRequest(type).catch(ignored("an editor that is about to exit does not answer"));
  }
}

function expiredOf({ tokens }: HeldTokens): string {
  const now = Date.now();
  return tokens.flatMap(({ digest, expiresAt }) => (expiresAt <= now ? [digest] : [])).join(" ");
}
