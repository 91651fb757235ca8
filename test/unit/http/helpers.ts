import { TextDocument } from "vscode-languageserver-textdocument";
import type { AuthorizeOptions } from "../../../server/src/http/edits/authorize.ts";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { tokenDigest } from "../../../common/digest.ts";
import { editRefusal } from "../../../server/src/editRefusals.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import type { HttpRequest } from "./requests.ts";
import { requestsOf } from "./requests.ts";
import type { HeldTokens } from "../../../common/protocol/settings.ts";
import type { Range, TextEdit } from "../../../common/protocol/documents.ts";

export const TOKEN = "myUserName/ckEg0123";
export const NONE: HeldTokens = { tokens: [] };

export function holding(...tokens: string[]): HeldTokens {
  return { tokens: tokens.map((token) => ({ digest: tokenDigest(token), profile: "dev", expiresAt: 0 })) };
}

export function requests(text: string): HttpRequest[] {
  return requestsOf(parse(text));
}

/** The only request of a text. */
export function request(text: string): HttpRequest {
  const [only, ...others] = requests(text);
  if (!only || others.length > 0) throw new Error(`not one request but ${others.length + (only ? 1 : 0)}`);
  return only;
}

/** The text between two positions. */
export function at(text: string, range: Range): string {
  return TextDocument.create("file:///x.http", "http", 0, text).getText(range);
}

export function apply(text: string, edits: TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create("file:///x.http", "http", 0, text), edits);
}

/** The text after `authorize`, or the refusal's code. */
export function authorized(text: string, options: Partial<AuthorizeOptions> = {}, held = NONE): string {
  const answer = authorize(parse(text), { accessToken: TOKEN, style: "literal", ...options }, held);
  return "edits" in answer ? apply(text, answer.edits) : editRefusal(answer).error.code;
}

/** The text after `authorize` with the cursor on a line. */
export function authorizedAt(text: string, line: number, options: Partial<AuthorizeOptions> = {}): string {
  return authorized(text, { position: { line, character: 0 }, ...options });
}
