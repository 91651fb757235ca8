/** Argus' documented answers as values, independent of any socket. */

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  body: JSON.stringify(value),
});

/** The token answer with its documented nulls. `lifetime` in seconds. @see RFC 6749 §5.1 */
export const tokenAnswer = (accessToken: string, lifetime: number): Answer =>
  json(200, {
    access_token: accessToken,
    id_token: null,
    refresh_token: null,
    token_type: "Bearer",
    expires_in: lifetime,
  });

/** `exp` in seconds since the epoch. @see RFC 7662 §2.2 */
export const activeAnswer = (exp: number, scope: string, username: string): Answer =>
  json(200, { active: true, token_type: "Bearer", exp, scope, username });

export const inactiveAnswer = (): Answer => json(200, { active: false });

/** @see RFC 6749 §5.2 */
export const oauthError = (
  status: number,
  error: string,
  description: string,
  headers: Record<string, string> = {},
): Answer => json(status, { error, error_description: description }, headers);

export interface Message {
  message: string;
  /** The wrong field; `null` if it is the whole call. */
  field: string | null;
}

/** Argus' own error body. */
export const envelope = (status: number, messages: readonly Message[], headers: Record<string, string> = {}): Answer =>
  json(
    status,
    {
      responseCode: status,
      limit: 0,
      offset: 0,
      count: 0,
      size: 0,
      metaData: {},
      messages: messages.map(({ message, field }) => ({
        message,
        messageTemplate: message,
        type: field === null ? "ACTION_ERROR" : "FIELD_ERROR",
        field,
        parameter: null,
      })),
      data: null,
    },
    headers,
  );

/** An {@link envelope} with one message about the whole call. */
export const actionError = (status: number, message: string): Answer => envelope(status, [{ message, field: null }]);

/** A proxy's answer in place of Argus'. */
export const htmlPage = (status: number, title: string): Answer => ({
  status,
  headers: { "Content-Type": "text/html; charset=utf-8" },
  body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
});

export const emptyAnswer = (status: number): Answer => ({ status, headers: {}, body: "" });
