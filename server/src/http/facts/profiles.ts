/** The profiles that a document's `# @argus` directives name. */
import type { NamedProfile } from "./requestProfile.ts";
import { type Block, hasRequest, type HttpDocument, textOf } from "../parse/model.ts";

/** The profile that a directive sets for a request: its own, else the file's. */
export function profileOf(document: HttpDocument, block: Block): string | undefined {
  return namedProfile(document, block)?.name;
}

/** The same, with the directive's scope. */
export function namedProfile(document: HttpDocument, block: Block): NamedProfile | undefined {
  if (block.headerProfile) return { name: textOf(document, block, block.headerProfile), source: "request" };
  if (block.profile) {
    const source = isForFile(block) ? "file" : "request";
    return { name: textOf(document, block, block.profile), source };
  }
  const name = fileProfile(document);
  return name === undefined ? undefined : { name, source: "file" };
}

/** A directive in a block with a separator belongs to that block's request, if it has one. */
function isForFile(block: Block): boolean {
  return !(hasRequest(block) && block.isSeparated);
}

/** The profile that a request's own directive names, unless it is the file's anyway. */
export function ownProfileOf(document: HttpDocument, block: Block): string | undefined {
  const profile = profileOf(document, block);
  return profile === fileProfile(document) ? undefined : profile;
}

const fileProfiles = new WeakMap<HttpDocument, string | undefined>();

/**
 * The file's profile is named before the first request. In a block with a separator it counts only if no request
 * follows in that block: otherwise it is that request's. Every request needs it, so it is cached.
 */
function fileProfile(document: HttpDocument): string | undefined {
  if (!fileProfiles.has(document)) fileProfiles.set(document, findFileProfile(document));
  return fileProfiles.get(document);
}

function findFileProfile(document: HttpDocument): string | undefined {
  let found: string | undefined;
  for (const block of document.blocks) {
    if (block.profile && isForFile(block)) found = textOf(document, block, block.profile);
    if (hasRequest(block)) break;
  }
  return found;
}
