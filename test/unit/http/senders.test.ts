/**
 * What the tools send after Insert: the fixtures' requests, in each style, before and after. httpYac sends for real, to a
 * recorder; REST Client's rules are in `senders/restClient.ts`. Nothing but `Authorization` may differ.
 */
import assert from "node:assert/strict";
import { environmentVariable } from "../../../common/tokenVariables.ts";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import { requestAtLine } from "../../../server/src/http/facts/requestView.ts";
import { isHeaderInBody } from "../../../server/src/http/facts/httpYacHead.ts";
import { isUrlForHttpYac } from "../../../server/src/http/facts/wrappedUrl.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import type { InsertStyle } from "../../../common/protocol/documents.ts";
import { fixtures } from "./fixtures.ts";
import { apply, at, NONE, TOKEN } from "./helpers.ts";
import { requestsOf } from "./requests.ts";
import { type HttpYac, type ReceivedRequest, startHttpYac } from "./senders/httpYac.ts";
import { type ParsedRequest, parseRequest } from "./senders/restClient.ts";

const STYLES: readonly InsertStyle[] = ["literal", "variable", "environment"];
const LINE_BREAKS = { LF: "\n", CRLF: "\r\n" };
const ENVIRONMENT = Object.fromEntries(
  [undefined, ...fixtures().flatMap(({ text }) => [...text.matchAll(/@argus[ =]+(\S+)/g)].map(([, name]) => name))].map(
    (profile) => [environmentVariable(profile), TOKEN],
  ),
);

interface EditedRequest {
  readonly what: string;
  /** httpYac reads it: it knows no curl commands, no header that is a variable, and not all lines of URLs. */
  readonly isForHttpYac: boolean;
  /** httpYac sent the header as a line of the body before. */
  readonly wasInBody: boolean;
  readonly before: { readonly text: string; readonly line: number };
  readonly after: { readonly text: string; readonly line: number };
  /** The lines of the other requests, before and after, unless they refer to the variable themselves. */
  readonly others: readonly (readonly [before: number, after: number])[];
}

function* editedRequests(text: string, name: string, styles = STYLES): Generator<EditedRequest> {
  const document = parse(text);
  const requests = requestsOf(document);
  for (const [index, { requestLine }] of requests.entries()) {
    for (const style of styles) {
      const position = { line: requestLine, character: 0 };
      const answer = authorize(document, { position, accessToken: TOKEN, style, replaceOtherScheme: true }, NONE);
      if (!("edits" in answer)) continue;
      const header = requestAt(document, position)?.authorization?.headerRange;
      const isCommand = /^\s*curl/i.test(text.split(/\r\n|\r|\n/)[requestLine] ?? "");
      const view = requestAtLine(document, requestLine);
      const isUrl = view !== undefined && isUrlForHttpYac(view);
      const isVariable = header !== undefined && at(text, header).startsWith("{{");
      // Neither tool reads a header over several lines, so replacing one also replaces lines that they send as the body.
      if (!isCommand && header && header.start.line !== header.end.line) continue;
      const changed = apply(text, answer.edits);
      const lines = requestsOf(parse(changed)).map((request) => request.requestLine);
      const lineAt = (which: number): number => lines[which] ?? -1;
      yield {
        what: `${name}:${requestLine + 1}, ${style}`,
        wasInBody: view !== undefined && isHeaderInBody(view),
        isForHttpYac: !isCommand && !isVariable && isUrl,
        before: { text, line: requestLine },
        after: { text: changed, line: lineAt(index) },
        // Where others refer to the variable already, they are meant to change.
        others: text.includes("{{argusToken")
          ? []
          : requests.flatMap((other, which) => (which === index ? [] : [[other.requestLine, lineAt(which)] as const])),
      };
    }
  }
}

const isAuthorization = ([name]: readonly [string, string]): boolean => name.toLowerCase() === "authorization";

/** Only `Authorization` may differ, and is the token's. */
function assertAuthorized<T extends Pick<ParsedRequest, "headers">>(
  before: T,
  after: T | undefined,
  what: string,
): void {
  assert.ok(after, `${what}: is sent as before`);
  assert.deepEqual(
    after.headers.filter(isAuthorization).map(([, value]) => value),
    [`Bearer ${TOKEN}`],
    what,
  );
  const others = (request: T): T => ({ ...request, headers: request.headers.filter((each) => !isAuthorization(each)) });
  assert.deepEqual(others(after), others(before), what);
}

/** As sent without a body that consisted only of the header. */
function withoutBody(request: ReceivedRequest): ReceivedRequest {
  const headers = request.headers.filter(([name]) => name.toLowerCase() !== "content-length");
  return { ...request, headers, body: "" };
}

describe("a request with a token", () => {
  let httpYac: HttpYac;
  const known = new Map<string, ReceivedRequest | undefined>();
  const earlier = new Map<string, string | undefined>();

  before(async function () {
    this.timeout(300_000); // httpYac takes a while to load
    httpYac = await startHttpYac();
    for (const [name, value] of Object.entries(ENVIRONMENT)) {
      earlier.set(name, process.env[name]);
      process.env[name] = value;
    }
  });

  after(async () => {
    for (const [name, value] of earlier) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await httpYac[Symbol.asyncDispose]();
  });

  // A busy machine may take longer than a fixture's own `@timeout`.
  const onLoopback = (text: string): string =>
    text.replace(/https?:\/\/[\w.:-]+/g, httpYac.origin).replace(/@timeout .*/g, "@timeout 100000");
  const sent = (text: string, line: number): Promise<ReceivedRequest | undefined> =>
    httpYac.send(text, line, { base: httpYac.origin, host: httpYac.origin });
  const unchanged = async (text: string, line: number): Promise<ReceivedRequest | undefined> => {
    const key = `${line} ${text}`;
    if (!known.has(key)) known.set(key, await sent(text, line));
    return known.get(key);
  };

  it("is sent by httpYac as before", async function () {
    this.timeout(300_000);
    let count = 0;
    for (const { name, text } of fixtures()) {
      for (const [kind, lineBreak] of Object.entries(LINE_BREAKS)) {
        const written = onLoopback(text).replaceAll("\n", lineBreak);
        // The other line breaks change nothing but the lines.
        const styles: readonly InsertStyle[] = kind === "LF" ? STYLES : ["variable"];
        for (const { what, isForHttpYac, wasInBody, before, after, others } of editedRequests(
          written,
          `${name}, ${kind}`,
          styles,
        )) {
          const first = isForHttpYac ? await unchanged(before.text, before.line) : undefined;
          if (!first) continue; // httpYac cannot send it
          assertAuthorized(wasInBody ? withoutBody(first) : first, await sent(after.text, after.line), what);
          count++;
          if (!what.endsWith("variable") || kind !== "LF") continue;
          for (const [line, moved] of others) {
            assert.deepEqual(
              await sent(after.text, moved),
              await unchanged(before.text, line),
              `${what}: line ${line}`,
            );
          }
        }
      }
    }
    assert.ok(count > 150, String(count));
  });

  it("is sent by REST Client as before", () => {
    let count = 0;
    for (const { name, text } of fixtures()) {
      for (const [kind, lineBreak] of Object.entries(LINE_BREAKS)) {
        const written = text.replaceAll("\n", lineBreak);
        for (const { what, before, after, others } of editedRequests(written, `${name}, ${kind}`)) {
          const first = parseRequest(before.text, before.line, ENVIRONMENT);
          if (!first || !isReadAt(before.text, before.line)) continue;
          assertAuthorized(first, parseRequest(after.text, after.line, ENVIRONMENT), what);
          count++;
          for (const [line, moved] of others) {
            if (!isReadAt(before.text, line)) continue;
            const other = parseRequest(after.text, moved, ENVIRONMENT);
            assert.deepEqual(other, parseRequest(before.text, line, ENVIRONMENT), `${what}: line ${line}`);
          }
        }
      }
    }
    assert.ok(count > 300, String(count));
  });

  /** Does REST Client take this line for the request line? It knows one request between two separators. */
  function isReadAt(text: string, line: number): boolean {
    const lines = text.split(/\r?\n/);
    // It knows nothing of the carets of cmd.
    if (/^\s*curl/i.test(lines[line] ?? "")) return !text.includes("^");
    const mark = (each: string): string => each.replace(/^(?:\s*\S+\s+)?/, "$&marked");
    const marked = lines.map((each, at) => (at === line ? mark(each) : each)).join("\n");
    return parseRequest(marked, line, ENVIRONMENT)?.url.includes("marked") ?? false;
  }
});
