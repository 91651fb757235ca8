import * as l10n from "@vscode/l10n";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { isHeaderName, isTakenHeader } from "../../../common/tokenRequest.ts";
import type { ServerClocks } from "./clock.ts";
import { type FailureResult, fail } from "./failures.ts";
import { type JwtCredential, signJwt } from "./jwt.ts";
import type { Secret } from "./secrets.ts";

/**
 * The part of a token call that authenticates the caller: exactly one header or form field, as the Argus documentation
 * defines.
 */
export interface Proof {
  ok: true;
  headers: Record<string, string>;
  fields: Record<string, string>;
  /** The part that must not appear in messages. */
  secret: Secret;
  /** Whether the server accepts it only once. */
  once: boolean;
}

/**
 * A credential in the form that is sent. A JWT is signed again each time.
 *
 * Errors: `invalidCredential`.
 */
export async function prove(
  credential: Credential,
  profile: Profile,
  tokenUrl: URL,
  clocks: ServerClocks,
): Promise<Proof | FailureResult> {
  switch (credential.kind) {
    case "apiKey": {
      const { apiKey } = credential;
      const secret: Secret = { value: apiKey, variable: "ARGUS_API_KEY" };
      return { ok: true, headers: { "argus-api-key": apiKey }, fields: {}, secret, once: false };
    }
    case "session": {
      const { token } = credential;
      const secret: Secret = { value: token, variable: "ARGUS_SESSION_TOKEN" };
      return { ok: true, headers: { authorization: `Bearer ${token}` }, fields: {}, secret, once: false };
    }
    case "jwt": {
      const problem = headerProblem(credential.send);
      if (problem !== undefined) return fail("invalidCredential", { profile: profile.name, problem });
      const signed = await signJwt(credential, { clientId: profile.clientId, tokenUrl, now: clocks.now(tokenUrl) });
      if (!signed.ok) return signed;
      return {
        ok: true,
        headers: {},
        fields: {},
        ...placeJwt(signed.jwt, credential.send),
        secret: { value: signed.jwt, variable: "ARGUS_ASSERTION" },
        once: true,
      };
    }
  }
}

type JwtTransport = JwtCredential["send"];

function placeJwt(jwt: string, send: JwtTransport): Partial<Proof> {
  if (send === "clientAssertion") {
    return { fields: { client_assertion_type: ASSERTION_TYPE, client_assertion: jwt } };
  }
  const name = typeof send === "object" ? send.header.trim().toLowerCase() : "authorization";
  return { headers: { [name]: name === "authorization" ? `Bearer ${jwt}` : jwt } };
}

/** RFC 7523 §2.2. */
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

function headerProblem(send: JwtTransport): string | undefined {
  if (typeof send !== "object") return undefined;
  const name = send.header.trim();
  if (!isHeaderName(name)) {
    return l10n.t("the header for its JWT is not a valid header name; use letters, digits and “-”");
  }
  if (isTakenHeader(name))
    return l10n.t("the header {0} cannot carry its JWT, since it already has another meaning", name);
  return undefined;
}
