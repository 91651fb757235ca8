import { answer, type Case, failureOf, known, network, oauth, page, said } from "./failureCase.ts";

/** What a server answered. */
export const ANSWER_CASES: readonly Case[] = [
  answer("unauthorized.unauthorizedPage", "key", { status: 401, body: page }),
  answer("unauthorized.jwtReplayed", "jwt", { status: 401, body: said("JWT was used before") }),
  answer("unauthorized.jwtClock", "jwt", { status: 401, body: said("JWT has expired") }),
  [
    "unauthorized.jwtClock",
    () => {
      // `Date` has no fractions of a second, so half a second is added when it is read.
      const date = new Date(Date.now() - 3_600_500).toISOString();
      return failureOf("jwt", {
        status: 400,
        body: oauth("invalid_client", "JWT is not yet valid"),
        headers: { date },
      });
    },
  ],
  answer("unauthorized.jwtSignature", "jwt", { status: 401, body: said("JWT signature is not valid") }),
  answer("unauthorized.jwtClaim", "jwt", { status: 401, body: said("JWT audience is wrong.") }),
  answer("unauthorized.clientUnknown", "key", { status: 401, body: oauth("invalid_client", "Unknown client") }),
  answer("unauthorized.clientUnknown", "jwt", {
    status: 400,
    body: oauth("invalid_client", "The client is not known"),
  }),
  answer("unauthorized.jwtRefused", "jwt", { status: 401 }),
  answer("unauthorized.keyExpired", "key", { status: 401, body: said("API key has expired") }),
  answer("unauthorized.keyNotYetValid", "key", { status: 401, body: said("API key is not yet valid") }),
  // RFC 6749 §5.2: the client's authentication failed.
  answer("unauthorized.keyExpired", "key", { status: 401, body: oauth("invalid_client", "API key expired") }),
  answer("unauthorized.keyRefused", "key", { status: 401, body: said("Session has expired") }),
  answer("unauthorized.keyElsewhere", "key", {
    status: 401,
    body: said("API key is not valid from this network (192.0.2.1)"),
  }),
  answer("unauthorized.clientElsewhere", "key", { status: 401, body: said("The client may not be used from this IP") }),
  answer("unauthorized.sessionNeeded", "key", { status: 401, body: said("API keys are not accepted here") }),
  answer("unauthorized.networkRefused", "key", { status: 401, body: said("Not from this network") }),
  answer("unauthorized.keyRefused", "key", { status: 401 }),
  answer("unauthorized.sessionRefused", "session", {
    status: 401,
    headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' },
  }),
  answer("unauthorized.introspectionRefused", "introspection", { status: 401, body: said("Session has expired") }),
  answer("unauthorized.clientSecretRefused", "introspection", { status: 401 }),
  answer("unauthorized.clientSecretMissing", "public", { status: 400, body: oauth("invalid_client", "") }),
  answer("unauthorized.tokenElsewhere", "userinfo", {
    status: 401,
    body: said("The session is bound to another IP address"),
  }),
  answer("unauthorized.tokenRefused", "userinfo", { status: 401, body: said("") }),
  known("unauthorized", "unauthorized", {}),

  answer("forbidden.forbiddenPage", "userinfo", { status: 403, body: "<html></html>" }),
  answer("forbidden.addressForbidden", "userinfo", {
    status: 403,
    body: said("The session is bound to another IP address than 192.0.2.9"),
  }),
  answer("forbidden.addressForbidden", "introspection", {
    status: 403,
    body: { title: "Forbidden", detail: "Not from this network" },
  }),
  answer("forbidden.scopeMissing", "userinfo", {
    status: 403,
    headers: { "WWW-Authenticate": 'Bearer error="insufficient_scope", error_description="openid it is"' },
  }),
  answer("forbidden.keyExpired", "key", { status: 403, body: said("The API key has expired") }),
  answer("forbidden.keyNotYetValid", "key", { status: 403, body: said("The API key is not yet valid") }),
  answer("forbidden.keyElsewhere", "key", { status: 403, body: said("The key may not be used from this network") }),
  answer("forbidden.clientElsewhere", "key", { status: 403, body: said("Not in the clientIPRange") }),
  answer("forbidden.sessionNeeded", "key", { status: 403, body: said("Requires a higher security level") }),
  answer("forbidden.networkRefused", "key", { status: 403, body: said("Not from this network") }),
  answer("forbidden.functionMissing", "key", { status: 403, body: said("Missing function X") }),
  answer("forbidden", "introspection", { status: 403 }),
  answer("forbidden", "key", { status: 403, body: said("No access") }),

  answer("rateLimited", "key", { status: 429, body: said("Slow down") }),

  answer("unavailable.networkSignIn", "key", { status: 511, body: page }),
  answer("unavailable.unavailablePage", "key", { status: 503, body: page }),
  answer("unavailable.serverGaveUp", "key", { status: 408 }),
  answer("unavailable.serverError", "key", { status: 500 }),
  answer("unavailable.gateway", "key", { status: 504 }),
  answer("unavailable.down", "key", { status: 503, body: said("Maintenance") }),
  known("unavailable.tokenExpired", "unavailable", { host: "argus.example", flaw: { kind: "expired" } }),
  known("unavailable.overloaded", "unavailable", { host: "argus.example", status: 503, attempts: 4 }),
  answer("unavailable", "key", { status: 599 }),

  known("rejected.unusableUrl", "rejected", { problem: "the URL is not valid" }),
  answer("rejected.clientCertificatePage", "key", {
    status: 400,
    body: "<html><head><title>400 No required SSL certificate was sent</title></head></html>",
  }),
  answer("rejected.rejectedPage", "key", { status: 400, body: page }),
  answer("rejected.jwtReplayed", "jwt", { status: 400, body: oauth("invalid_grant", "jti was seen") }),
  answer("rejected.jwtClock", "jwt", { status: 400, body: oauth("invalid_grant", "exp has passed") }),
  answer("rejected.jwtSignature", "jwt", { status: 400, body: oauth("invalid_grant", "no such kid") }),
  answer("rejected.jwtClaim", "jwt", { status: 400, body: oauth("invalid_grant", "wrong aud") }),
  answer("rejected.scopeUnknown", "key", { status: 400, body: oauth("invalid_scope", "everything is too much") }),
  answer("rejected.clientNotPermitted", "key", { status: 400, body: oauth("unauthorized_client", "") }),
  answer("rejected.grantNotSupported", "key", { status: 400, body: oauth("unsupported_grant_type", "") }),
  answer("rejected.jwtRefused", "jwt", { status: 400, body: oauth("invalid_grant", "no") }),
  answer("rejected.fieldRefused", "key", { status: 422, body: said("must be a UUID", "client_id") }),
  answer("rejected.wrongEndpoint", "userinfo", { status: 405 }),
  answer("rejected", "key", { status: 418 }),
  answer("rejected", "key", { status: 304 }),

  answer("redirected.redirectedNearby", "key", {
    status: 308,
    headers: { location: "https://argus.example:8443/token" },
  }),
  answer("redirected.redirectedHere", "key", { status: 302, headers: { location: "/login?key=1" } }),
  answer("redirected.redirectedElsewhere", "introspection", {
    status: 307,
    headers: { location: "//elsewhere.example/login" },
  }),
  answer("redirected", "key", { status: 302, headers: { location: "mailto:me" } }),

  answer("badResponse.answerPage", "key", { body: page }),
  answer("badResponse.answerEmpty", "key", { body: " \n" }),
  answer("badResponse.answerCutOff", "key", { body: '{"access_token":"a' }),
  answer("badResponse.answerCompressed", "key", { body: "\x1f\ufffd\b\0", headers: {} }),
  answer("badResponse.answerCompressed", "key", { body: "abc", headers: { "content-encoding": "br" } }),
  answer("badResponse.answerCharset", "userinfo", {
    body: '{"name":"Ren\ufffd"}',
    headers: { "content-type": "application/json; charset=ISO-8859-1" },
  }),
  answer("badResponse.answerCharset", "key", { body: '{\0"\0a\0"\0:\0"\0b\0"\0}\0' }),
  answer("badResponse.answerNotJson", "key", {
    body: "hello",
    headers: { "content-type": "text/plain; charset=utf-8" },
  }),
  answer("badResponse.answerNotObject", "key", { body: [] }),
  answer("badResponse.answerField", "userinfo", { body: { responseCode: 200, messages: [], data: null } }),
  answer("badResponse.answerField", "key", { body: { access_token: "a b", expires_in: 300 } }),
  network("badResponse.headersTooLarge", { code: "badResponse", reason: "HPE_HEADER_OVERFLOW" }),
  network("badResponse.notHttp", { code: "badResponse", reason: "HPE_INVALID_CONSTANT" }),
  network("badResponse", { code: "badResponse" }),
  known("badResponse.answerNoClient", "badResponse", {
    host: "argus.example",
    call: "client",
    flaw: { kind: "noClient", detail: "it has 2 IDs" },
  }),
  known("forbidden", "forbidden", { host: "argus.example", call: "client", status: 403 }),
  known("rejected", "rejected", { host: "argus.example", call: "client", status: 400 }),
  known("notFound.clientUnknown", "notFound", { host: "argus.example", call: "client", status: 404 }),
  known("badResponse.answerNoEndpoints", "badResponse", { host: "argus.example", flaw: { kind: "noEndpoints" } }),

  network("tooLarge", { code: "tooLarge" }),
  known("notFound.noMetadata", "notFound", { host: "argus.example", call: "discovery", tried: ["/a", "/b", "/c"] }),
  answer("notFound.notFoundPage", "key", { status: 404, body: page }),
  answer("notFound.clientNotFound", "key", { status: 404, body: said("OAuth client not found") }),
  answer("notFound", "key", { status: 404, body: said("there is no such endpoint") }),
];
