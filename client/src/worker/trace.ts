import type { LogOutputChannel } from "vscode";
import type { Redactor } from "../../../common/redaction.ts";

/** Messages whose parameters and results cannot contain a document's text or a secret. */
const HARMLESS = new Set([
  "initialize",
  "initialized",
  "shutdown",
  "exit",
  "$/cancelRequest",
  "$/setTrace",
  "window/logMessage",
  "client/registerCapability",
  "workspace/codeLens/refresh",
  "workspace/diagnostic/refresh",
  "workspace/foldingRange/refresh",
  "textDocument/didClose",
  "textDocument/codeLens",
  "argus/codeLenses",
  "argus/lensState",
  "argus/tokens",
  "argus/tracked",
]);

/** How vscode-jsonrpc starts the trace of a message. */
const HEADLINE = /^(?:Sending|Received) (?:request|response|notification) '([^' ]+)/;

/**
 * A trace message that may be shown: always its headline, its parameters only if they are harmless, and no registered
 * secrets. LSP cannot mark sensitive parameters (language-server-protocol issue 2249), so everything not known to be
 * harmless is left out.
 */
export function cleanTrace(message: string, redactor: Redactor): string {
  const headline = message.split("\n", 1)[0] ?? "";
  const method = HEADLINE.exec(headline)?.[1];
  if (method === undefined) {
    // A trace in JSON has no headline.
    return headline.startsWith("{") ? "[a message, not shown]" : firstLine(headline, message, redactor);
  }
  if (HARMLESS.has(method)) return redactor.redact(message);
  return firstLine(headline, message, redactor);
}

function firstLine(headline: string, message: string, redactor: Redactor): string {
  const rest =
    headline.length === message.length ? "" : "\n[content not shown: it can hold secrets or a document's text]";
  return redactor.redact(headline) + rest;
}

type Writer = "trace" | "debug" | "info" | "warn" | "error" | "append" | "appendLine" | "replace";

/**
 * A channel for the language client that passes messages through {@link cleanTrace}. Its log may be closed, or its disk
 * full, which must not stop the work that it records.
 */
export function redactedChannel(channel: LogOutputChannel, redactor: Redactor): LogOutputChannel {
  const write = (to: Writer, message: string): void => {
    try {
      channel[to](cleanTrace(message, redactor));
    } catch {
      // There is nowhere else to say it.
      return;
    }
  };
  return {
    get name() {
      return channel.name;
    },
    get logLevel() {
      return channel.logLevel;
    },
    get onDidChangeLogLevel() {
      return channel.onDidChangeLogLevel;
    },
    // Further arguments could be anything, so they are not passed on.
    trace: (message) => {
      write("trace", message);
    },
    debug: (message) => {
      write("debug", message);
    },
    info: (message) => {
      write("info", message);
    },
    warn: (message) => {
      write("warn", message);
    },
    error: (error) => {
      write("error", typeof error === "string" ? error : error.message);
    },
    append: (value) => {
      write("append", value);
    },
    appendLine: (value) => {
      write("appendLine", value);
    },
    replace: (value) => {
      write("replace", value);
    },
    clear: () => {
      channel.clear();
    },
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the older overload has a column that no editor heeds
    show: (...args: unknown[]) => {
      channel.show(args.at(-1) === true);
    },
    hide: () => {
      channel.hide();
    },
    dispose: () => {
      channel.dispose();
    },
  };
}
