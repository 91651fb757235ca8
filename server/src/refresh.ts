import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  type Connection,
  DiagnosticRefreshRequest,
  FoldingRangeRefreshRequest,
} from "vscode-languageserver";
import type { PushedDiagnostics } from "./pushDiagnostics.ts";
import type { HeldTokens } from "../../common/protocol/settings.ts";

/** The longest delay of a timer, in ms. */
const LONGEST_WAIT = 2 ** 31 - 1;

/**
 * Tells the editor to request things again: it does so itself when a text changes, but not when settings, tokens or the
 * time do. Editors without refresh support are left alone.
 */
export class Refresher {
  readonly #connection: Connection;
  readonly #pushed: PushedDiagnostics;
  #capabilities: ClientCapabilities["workspace"];
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: Connection, pushed: PushedDiagnostics) {
    this.#connection = connection;
    this.#pushed = pushed;
  }

  /** @param capabilities of the editor; nothing is refreshed without them */
  initialize(capabilities: ClientCapabilities): void {
    this.#capabilities = capabilities.workspace;
    this.#pushed.initialize(capabilities);
  }

  codeLenses(): void {
    if (this.#capabilities?.codeLens?.refreshSupport) this.#request(CodeLensRefreshRequest.type);
  }

  foldingRanges(): void {
    if (this.#capabilities?.foldingRange?.refreshSupport) this.#request(FoldingRangeRefreshRequest.type);
  }

  diagnostics(): void {
    this.#pushed.refresh();
    if (this.#capabilities?.diagnostics?.refreshSupport) this.#request(DiagnosticRefreshRequest.type);
  }

  /** Refreshes the diagnostics when the next token expires. */
  watchExpiry(held: HeldTokens): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    const next = Math.min(...held.tokens.map(({ expiresAt }) => expiresAt).filter((expiresAt) => expiresAt > now));
    if (next === Infinity) return;
    const wait = Math.min(next - now + 1, LONGEST_WAIT);
    this.#timer = setTimeout(() => {
      this.diagnostics();
      this.watchExpiry(held);
    }, wait).unref();
  }

  #request(type: typeof CodeLensRefreshRequest.type): void {
    // An editor that is about to exit does not answer.
    this.#connection.sendRequest(type).catch(() => undefined);
  }
}
