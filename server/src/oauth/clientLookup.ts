import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { Credential } from "../../../common/protocol/credential.ts";
import { clientUrl } from "../../../common/endpoints.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { FindClientValue } from "../../../common/protocol/requests.ts";
import { conjunction } from "../../../common/list.ts";
import type { Network } from "../network/types.ts";
import { callArgus, type CallContext, callTarget } from "./call.ts";
import { webUrl } from "./endpoint.ts";
import { fail } from "./failures.ts";
import { shortLine } from "./failures/words.ts";
import { COMMON_HEADERS } from "./form.ts";
import { parseJson } from "../../../common/json.ts";
import { isObject } from "./json.ts";
import { prove } from "./proof.ts";
import { redactorOf } from "./secrets.ts";

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** The forms of RFC 9562 §4 and of Windows. */
const WRAPPED_UUID = /^(?:urn:uuid:|\{)([\da-f-]{36})\}?$/i;
/** In an answer that is not JSON, among other text. */
const ANY_UUID = /(?<![\w-])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\w-])/gi;

/** Names of fields with a client's ID. */
const ID_FIELD = /^(?:client_?id|oauth_?client_?id)$/i;

/** How many field names of an unusable answer are listed. */
const MOST_FIELDS = 8;

/**
 * Looks up a client by its short name. Argus documents the address but not the answer, so this takes the only value that can
 * be the ID.
 *
 * Errors: those of a token call; `badResponse` if the answer has no ID, or several.
 */
export async function findClient(
  profile: Profile,
  credential: Credential,
  shortName: string,
  context: CallContext,
): Promise<Result<FindClientValue>> {
  // The credential may only go where a token call would send it.
  const target = callTarget(profile, "token", context);
  if (!target.ok) return target;
  const base = webUrl(profile.url);
  if ("problem" in base) return fail("invalidProfile", { profile: profile.name, problem: base.problem });
  // In a URL, these two would be other paths.
  if (shortName === "." || shortName === "..")
    return fail("notFound", { host: base.url.host, profile: profile.name, call: "client" });
  const url = clientUrl(base.url, shortName);
  const proof = await prove(headerOnly(credential), profile, target.url, context.clocks);
  if (!proof.ok) return proof;
  const secrets = [proof.secret];
  const call = {
    name: "client",
    profile: profile.name,
    credential: credential.kind,
    request: { method: "GET", url, headers: { ...COMMON_HEADERS, ...proof.headers, ...target.headers } },
    secrets,
  } as const;
  const bodies: string[] = [];
  const called = await callArgus(
    call,
    { ...context, network: listeningTo(context.network, bodies) },
    v.looseObject({}),
  );
  // The answer may be a plain text or a list.
  const isOther = !called.ok && called.error.code === "badResponse" && called.error.reason !== "answerPage";
  if (!called.ok && !isOther) return called;
  const body = bodies.at(-1) ?? "";
  const answer: unknown = called.ok ? called.claims : (parseJson(body) ?? body.match(ANY_UUID) ?? body.trim());
  const clientId = idIn(answer, shortName);
  if (clientId !== undefined) return { ok: true, value: { clientId } };
  if (!called.ok && called.error.reason !== "answerNotObject" && !Array.isArray(answer)) return called;
  const detail = shortLine(redactorOf(secrets).redact(described(answer)));
  return fail("badResponse", {
    host: url.host,
    profile: profile.name,
    call: "client",
    flaw: { kind: "noClient", detail },
  });
}

/** This request has no form, so a JWT goes into the header. */
function headerOnly(credential: Credential): Credential {
  return credential.kind === "jwt" && credential.send === "clientAssertion"
    ? { ...credential, send: "bearer" }
    : credential;
}

function listeningTo(network: Network, bodies: string[]): Network {
  return {
    warmUp: (...call) => network.warmUp(...call),
    send: async (...call) => {
      const sent = await network.send(...call);
      if (sent.ok) bodies.push(sent.answer.body);
      return sent;
    },
  };
}

/** The only value of a client ID field, else the only UUID, else the only `id`. */
function idIn(answer: unknown, shortName: string): string | undefined {
  const texts = [...textsIn(answer)].filter(([, text]) => /^\S+$/.test(text) && text !== shortName);
  const kinds: readonly ((field: string, text: string) => boolean)[] = [
    (field) => ID_FIELD.test(field),
    (field, text) => field === "id" && UUID.test(text),
    (_field, text) => UUID.test(text),
    (field) => field === "id",
  ];
  for (const fits of kinds) {
    const found = new Set(texts.filter(([field, text]) => fits(field, text)).map(([, text]) => text));
    if (found.size === 1) return [...found][0];
  }
  return undefined;
}

/** All strings in an answer, each with its field name. */
function* textsIn(value: unknown, field = ""): Generator<[field: string, text: string]> {
  if (typeof value === "string") yield [field, WRAPPED_UUID.exec(value.trim())?.[1] ?? value.trim()];
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item, field);
  else if (isObject(value)) for (const [name, item] of Object.entries(value)) yield* textsIn(item, name);
}

/** Describes an answer without its values, which could be secrets. */
function described(answer: unknown): string {
  const ids = [...textsIn(answer)].filter(([field, text]) => ID_FIELD.test(field) || UUID.test(text)).length;
  if (ids > 1) return l10n.t("it has {0} IDs", ids);
  const names = isObject(answer) ? Object.keys(answer).slice(0, MOST_FIELDS) : [];
  return names.length === 0 ? l10n.t("it has no fields") : l10n.t("it has {0}", conjunction(names));
}
