import type { ArgusError } from "../../../common/protocol/errors.ts";
import type { Fault } from "../../sandbox/sandbox.ts";

export type Body = Pick<Fault & { kind: "answer" }, "status" | "headers" | "body">;

export const json = (status: number, value: unknown, type = "application/json"): Body => ({
  status,
  headers: { "content-type": type },
  body: JSON.stringify(value),
});
export const text = (status: number, body: string, type = "text/plain"): Body => ({
  status,
  headers: { "content-type": type },
  body,
});
export const envelope = (
  responseCode: number | string,
  message: string | undefined,
  data: unknown = null,
): unknown => ({
  responseCode,
  limit: 0,
  metaData: {},
  messages: message === undefined ? [] : [{ message, messageTemplate: message, type: "ACTION_ERROR", field: null }],
  data,
});

/** The forms of a refusal: the reason that is quoted from each, and its code. */
export const FORMS: readonly [string, Body, quoted: string, code: ArgusError["code"]][] = [
  [
    "problem details",
    json(
      403,
      { type: "about:blank", title: "Forbidden", status: 403, detail: "No access from 192.0.2.1" },
      "application/problem+json",
    ),
    "“Forbidden: No access from 192.0.2.1”",
    "forbidden",
  ],
  [
    "a problem with a title alone",
    json(401, { title: "Key expired" }, "application/problem+json"),
    "“Key expired”",
    "unauthorized",
  ],
  ["a message", json(401, { message: "API key expired" }), "“API key expired”", "unauthorized"],
  [
    "an error and a message",
    json(401, { status: 401, error: "Unauthorized", message: "API key expired", path: "/x" }),
    "“API key expired”",
    "unauthorized",
  ],
  [
    "an error object",
    json(401, { error: { code: 401, message: "API key expired" } }),
    "“API key expired”",
    "unauthorized",
  ],
  ["a list of errors", json(400, { errors: [{ message: "one" }, { detail: "two" }] }), "“one; two”", "rejected"],
  [
    "errors by field",
    json(400, { title: "Invalid", errors: { scope: ["is unknown"] } }),
    "“scope: is unknown”",
    "rejected",
  ],
  ["texts as messages", json(401, { messages: ["API key expired"] }), "“API key expired”", "unauthorized"],
  [
    "a template without a message",
    json(401, { responseCode: 401, messages: [{ message: null, messageTemplate: "API key expired", field: null }] }),
    "“API key expired”",
    "unauthorized",
  ],
  ["one text as messages", json(401, { messages: "API key expired" }), "“API key expired”", "unauthorized"],
  [
    "a fault",
    json(401, { fault: { faultstring: "API key expired", detail: { errorcode: "x.y" } } }),
    "“API key expired”",
    "unauthorized",
  ],
  [
    "a list as detail",
    json(422, { detail: [{ loc: ["body", "client_id"], msg: "field required" }] }),
    "“field required”",
    "rejected",
  ],
  ["a JSON text", json(401, "API key expired"), "“API key expired”", "unauthorized"],
  [
    "a byte order mark",
    text(401, '\ufeff{"message":"API key expired"}', "application/json"),
    "“API key expired”",
    "unauthorized",
  ],
  ["plain text", text(401, "API key expired.\n"), "“API key expired”", "unauthorized"],
  [
    "XML",
    text(
      403,
      '<?xml version="1.0"?><error><code>17</code><message>Not &amp; never</message></error>',
      "application/xml",
    ),
    "“Not & never”",
    "forbidden",
  ],
  [
    "SOAP",
    text(
      403,
      "<s:Envelope><s:Body><s:Fault><faultstring>API key expired</faultstring></s:Fault></s:Body></s:Envelope>",
      "text/xml",
    ),
    "“API key expired”",
    "forbidden",
  ],
  [
    "a challenge",
    {
      status: 401,
      headers: {
        "WWW-Authenticate": 'Bearer realm="argus", error="invalid_token", error_description="It \\"was\\" revoked"',
      },
      body: "",
    },
    '“It "was" revoked”',
    "unauthorized",
  ],
  [
    "a challenge beside a status text",
    {
      status: 401,
      headers: {
        "WWW-Authenticate": "Bearer error=invalid_token, error_description=revoked",
        "content-type": "text/plain",
      },
      body: "Unauthorized",
    },
    "“revoked”",
    "unauthorized",
  ],
  [
    "a challenge beside its error's name",
    {
      status: 401,
      headers: {
        "WWW-Authenticate": 'Basic realm="argus", Bearer error="invalid_token", error_description="Key 1/2 expired"',
        "content-type": "application/json",
      },
      body: '{"error":"invalid_token"}',
    },
    "“Key 1/2 expired”",
    "unauthorized",
  ],
  [
    "a challenge beside a web page",
    {
      status: 401,
      headers: {
        "WWW-Authenticate": 'Bearer error="invalid_token", error_description="Key 1/2 expired"',
        "content-type": "text/html",
      },
      body: "<html><title>401</title><h1>Unauthorized</h1></html>",
    },
    "“Key 1/2 expired”",
    "unauthorized",
  ],
  [
    "a challenge of several schemes, with its parameters in quotes, in any case and among others",
    {
      status: 401,
      headers: {
        "WWW-Authenticate": String.raw`Negotiate YII=, Basic realm="say error=\"none\"", BEARER scope=openid , Error=invalid_token,ERROR_DESCRIPTION="Key \"1/2\" expired"`,
      },
      body: "",
    },
    '“Key "1/2" expired”',
    "unauthorized",
  ],
  [
    "fields in another case",
    json(401, { Title: "Unauthorized", Detail: "Key gone" }),
    "“Unauthorized: Key gone”",
    "unauthorized",
  ],
  ["a field in camel case", json(401, { error: "x", errorDescription: "Key gone" }), "“Key gone”", "unauthorized"],
  ["an envelope in another case", json(401, { Messages: [{ Message: "Key gone" }] }), "“Key gone”", "unauthorized"],
  ["one message without a list", json(401, { messages: { message: "Key gone" } }), "“Key gone”", "unauthorized"],
  ["errors as a text", json(401, { errors: "Key gone" }), "“Key gone”", "unauthorized"],
  [
    "a problem with the parameters that are wrong",
    json(400, { title: "Not valid", "invalid-params": [{ name: "client_id", reason: "must be a UUID" }] }),
    "“client_id: must be a UUID”",
    "rejected",
  ],
  [
    "a problem with pointers",
    json(422, { title: "Not valid", errors: [{ detail: "must be a UUID", pointer: "#/client_id" }] }),
    "“client_id: must be a UUID”",
    "rejected",
  ],
  [
    "an attribute in XML",
    text(401, '<Error code="401" message="Key gone"/>', "text/xml"),
    "“Key gone”",
    "unauthorized",
  ],
  [
    "a web page",
    text(403, "<!DOCTYPE html><title>Blocked</title>", "text/html"),
    "a web page titled “Blocked”",
    "forbidden",
  ],
];
