import * as l10n from "@vscode/l10n";
import type { Profile } from "../../../common/protocol/profile.ts";
import { type FailureResult, fail } from "./failures.ts";
import type { Secret } from "./secrets.ts";

export interface ClientAuthentication {
  ok: true;
  /** Added to the form body. */
  fields: Record<string, string>;
  headers: Record<string, string>;
  /** The parts that must not appear in messages. */
  secrets: Secret[];
}

/**
 * How the client application authenticates for introspection: in the body, or with Basic. Without a secret it only
 * sends its ID, in the body. Basic is plain base64, as Argus documents it; `basicEncoded` form-encodes both parts
 * first.
 *
 * Errors: `invalidProfile` for a client ID that plain Basic cannot carry.
 *
 * @see RFC 6749 §2.3.1, RFC 7617 §2
 */
export function authenticateClient(
  profile: Profile,
  clientSecret: string | undefined,
): ClientAuthentication | FailureResult {
  const { clientId, clientAuthentication = "body" } = profile;
  if (clientSecret === undefined || clientSecret === "") {
    return { ok: true, fields: { client_id: clientId }, headers: {}, secrets: [] };
  }
  // Includes the pair in any case, because a server may repeat it.
  const secrets: Secret[] = [
    { value: clientSecret, variable: "ARGUS_CLIENT_SECRET" },
    { value: `${clientId}:${clientSecret}`, variable: "ARGUS_BASIC" },
  ];
  if (clientAuthentication === "body") {
    return { ok: true, fields: { client_id: clientId, client_secret: clientSecret }, headers: {}, secrets };
  }
  if (clientAuthentication === "basic" && clientId.includes(":")) {
    const problem = l10n.t(
      "its client ID contains “:”, which plain Basic takes for the start of the secret; set clientAuthentication to “basicEncoded” or “body”",
    );
    return fail("invalidProfile", { profile: profile.name, problem });
  }
  const encode = clientAuthentication === "basicEncoded" ? formEncode : (text: string) => text;
  const pair = `${encode(clientId)}:${encode(clientSecret)}`;
  const basic = Buffer.from(pair, "utf8").toString("base64");
  secrets.push({ value: pair, variable: "ARGUS_BASIC" }, { value: basic, variable: "ARGUS_BASIC" });
  return { ok: true, fields: {}, headers: { authorization: `Basic ${basic}` }, secrets };
}

/** Encodes one value as `application/x-www-form-urlencoded` (WHATWG URL §5.2). */
function formEncode(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}
