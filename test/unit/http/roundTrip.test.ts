/**
 * Insert and Remove, over mutated fixtures: Remove gives the text back byte for byte, and every other request is sent by REST
 * Client's rules as before. (httpYac's sends are in `senders.test.ts`.)
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { requestsOf, type RequestView } from "../../../server/src/http/facts/requestView.ts";
import type { InsertStyle } from "../../../common/protocol/documents.ts";
import type { TokenHeaderSettings } from "../../../common/tokenHeader.ts";
import { fixtures } from "./fixtures.ts";
import { apply, holding, NONE, TOKEN } from "./helpers.ts";
import { parseRequest } from "./senders/restClient.ts";
import { runs } from "../../host/runs.ts";

const STYLES: readonly InsertStyle[] = ["literal", "variable", "environment"];

const texts = fixtures().map(({ text }) => text);
const lines = [...new Set(texts.flatMap((text) => text.split("\n")))];

/** A fixture with lines removed, duplicated, moved here from others, indented or in another letter case. */
const mutated = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(
      fc.tuple(fc.nat(), fc.constantFrom("remove", "repeat", "indent", "tab", "case"), fc.constantFrom(...lines)),
      {
        maxLength: 5,
      },
    ),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...lines)), { maxLength: 3 }),
    fc.constantFrom("\n", "\r\n"),
    fc.constantFrom("", "\ufeff"),
  )
  .map(([text, changes, added, lineBreak, start]) => {
    const all = text.split("\n");
    for (const [seed, change] of changes) {
      const at = seed % all.length;
      const line = all[at] ?? "";
      if (change === "remove") all.splice(at, 1);
      else if (change === "repeat") all.splice(at, 0, line);
      else all[at] = change === "indent" ? `  ${line}` : change === "tab" ? `\t${line}\t` : swapCase(line);
      if (all.length === 0) all.push("");
    }
    for (const [seed, line] of added) all.splice(seed % (all.length + 1), 0, line);
    return start + all.join(lineBreak);
  });

function swapCase(line: string): string {
  return line.replace(/^[\w-]+(?=:)/, (name) =>
    name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase(),
  );
}

/** Where a profile's token may be sent. */
const HEADERS: readonly TokenHeaderSettings[] = [
  {},
  { header: "X-Argus-Token", headerValue: "{token}" },
  { header: "X-Auth", headerValue: 'Token token="{token}"' },
];

/** All profiles that a text names have the same header. */
function settingsFor(text: string, header: TokenHeaderSettings) {
  const names = [...text.matchAll(/@argus[ =\t]+(\S+)/gi)].map(([, name = ""]) => name);
  return {
    profiles: Object.fromEntries([...names, "active"].map((name) => [name, header])),
    activeProfile: "active",
    forwardedFor: undefined,
  };
}

/** A text without a token of ours, and one of its requests without the header for a token. */
const target = fc
  .tuple(mutated, fc.nat(), fc.constantFrom(...HEADERS))
  .filter(([text]) => !/argus_?token/i.test(text))
  .map(([text, seed, header]) => {
    const document = parse(text);
    const settings = settingsFor(text, header);
    const requests = requestsOf(document, settings).filter(({ authorization }) => authorization === null);
    return { text, document, settings, request: requests[seed % Math.max(1, requests.length)] };
  })
  .filter(({ request }) => request !== undefined);

/** The text after Insert; `undefined` if that is refused. */
function withToken({ line, document, settings }: RequestView, style: InsertStyle): string | undefined {
  const { text } = document;
  const position = { line, character: 0 };
  const answer = authorize(document, { position, accessToken: TOKEN, style }, NONE, settings);
  return "refused" in answer ? undefined : apply(text, answer.edits);
}

const WRITTEN = String.raw`(?:Authorization: Bearer |X-Argus-Token: |X-Auth: Token token=\\?")(?:myUserName/ckEg0123|\{\{(?:argusToken|\$processEnv ARGUS)[^}]*\}\})(?:\\?")?`;
const OPTION = new RegExp(String.raw` (?:-H|--header) (["'])${WRITTEN}\1`);
const HEADER = new RegExp(`^${WRITTEN}$`);

describe("a token that is inserted", () => {
  it("is removed again without a trace", () => {
    fc.assert(
      fc.property(target, fc.constantFrom(...STYLES), ({ text, settings, request }, style) => {
        fc.pre(request !== undefined);
        const changed = withToken(request, style);
        if (changed === undefined) return;
        const edits = removeTokens(parse(changed), { held: holding(TOKEN), settings, now: 0 }).edits;
        assert.equal(apply(changed, edits), text);
      }),
      { numRuns: runs(1500) },
    );
  });

  it("changes only its header and the variable's lines", () => {
    fc.assert(
      fc.property(target, fc.constantFrom(...STYLES), ({ text, request }, style) => {
        fc.pre(request !== undefined);
        const changed = withToken(request, style);
        if (changed === undefined) return;
        const kept = changed
          .replace(/^\ufeff/, "")
          .split(/\r?\n/)
          .map((line) => line.replace(OPTION, ""))
          .filter((line) => !line.startsWith("@argusToken") && !HEADER.test(line));
        const before = text.replace(/^\ufeff/, "").split(/\r?\n/);
        const added = without(kept, before);
        // A region of its own has a separator and a blank line.
        assert.ok(
          added.length === 0 || (style === "variable" && ["|###", "###|"].includes(added.join("|"))),
          added.join("⏎"),
        );
      }),
      { numRuns: runs(500) },
    );
  });

  it("changes nothing else that REST Client sends", () => {
    fc.assert(
      fc.property(target, fc.constantFrom(...STYLES), ({ text, document, request }, style) => {
        fc.pre(request !== undefined);
        const changed = withToken(request, style);
        if (changed === undefined) return;
        const own = document.blocks.indexOf(request.block);
        const lines = requestsOf(document);
        for (const [index, moved] of requestsOf(parse(changed)).entries()) {
          const other = lines[index];
          // To REST Client, a request without a separator above it is part of the previous one.
          if (!other || sameRegion(document.blocks.indexOf(other.block), own)) continue;
          assert.deepEqual(parseRequest(changed, moved.line, {}), parseRequest(text, other.line, {}));
        }

        function sameRegion(one: number, another: number): boolean {
          const [first, last] = [Math.min(one, another), Math.max(one, another)];
          return document.blocks.slice(first + 1, last + 1).every(({ isSeparated }) => !isSeparated);
        }
      }),
      { numRuns: runs(500) },
    );
  });
});

/** The lines that are not among others, in order. */
function without(all: readonly string[], others: readonly string[]): string[] {
  const left: string[] = [];
  let at = 0;
  for (const line of all) {
    if (line === others[at]) at++;
    else left.push(line);
  }
  return at === others.length ? left : ["lost", ...left];
}
