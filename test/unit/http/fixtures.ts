/** The conformance table in `test/fixtures/http/`. */
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import type { HttpDocument } from "../../../server/src/http/parse/model.ts";
import { headersOf, requestOf } from "./requests.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import type { Range } from "../../../common/protocol/documents.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../fixtures/http");

export interface Fixture {
  name: string;
  text: string;
}

export function fixtures(): Fixture[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".http"));
  return files.map((file) => ({ name: path.basename(file, ".http"), text: readFixture(file) }));
}

function readFixture(file: string): string {
  return readFileSync(path.join(FOLDER, file), "utf8");
}

export function fixtureJson(file: string): unknown {
  return JSON.parse(readFixture(file));
}

/** The model of a text in the JSON form of fixtures. A range is `line:character-line:character`. */
export function modelOf(document: HttpDocument): unknown {
  return document.blocks.flatMap((block) => {
    const request = requestOf(document, block);
    if (!request) return [];
    const { requestLine, method, url, httpVersion, title, name, profile, bodyLine, acceptsHeader } = request;
    const headers = headersOf(document, block);
    const authorization = requestAt(document, { line: requestLine, character: 0 })?.authorization;
    return {
      block: rangeText(request.range),
      requestLine,
      method,
      url,
      ...(httpVersion !== undefined && { httpVersion }),
      ...(title !== undefined && { title }),
      ...(name !== undefined && { name }),
      ...(profile !== undefined && { profile }),
      ...(!acceptsHeader && { acceptsHeader }),
      ...(headers.length > 0 && {
        headers: headers.map((header) => ({ [header.name]: header.value, range: rangeText(header.range) })),
      }),
      ...(authorization && {
        authorization: {
          scheme: authorization.scheme,
          value: rangeText(authorization.valueRange),
          ...(authorization.variable !== undefined && { variable: authorization.variable }),
          ...(authorization.token !== undefined && { token: authorization.token }),
        },
      }),
      bodyLine,
    };
  });
}

export function rangeText({ start, end }: Range): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}
