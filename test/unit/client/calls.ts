import type { CallRecord } from "../../../common/protocol/callRecord.ts";

/** A call for a token. */
export const CALL: CallRecord = {
  time: 0,
  operation: "token",
  profile: "default",
  method: "POST",
  url: "https://argus.example/token",
  requestHeaders: [["argus-api-key", "$ARGUS_API_KEY"]],
  fields: [["grant_type", "client_credentials"]],
  status: 200,
  responseHeaders: ["date", "content-type"],
  body: '{"access_token":"$ARGUS_TOKEN"}',
  requestBytes: 20,
  responseBytes: 90,
  attempts: 2,
  timings: { dns: 1, headers: 20.25, total: 30 },
};
