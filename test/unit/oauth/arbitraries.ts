import fc from "fast-check";
import type { FakeAnswer } from "./fakeNetwork.ts";

/** Any Unicode text long enough to be a secret. */
export const secretText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", minLength: 8, maxLength: 40 }),
  fc.string({ unit: "grapheme", minLength: 8, maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...Array.from("aé ßπ😀:%+&=/\\\"'<>$`\n~")), minLength: 8, maxLength: 40 }),
);

/** The forms in which a secret must not appear. */
export function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([["", secret]]).toString().slice(1),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("base64url"),
    json,
    json.replaceAll("/", "\\/"),
  ];
}

const status = fc.oneof(
  fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 407, 408, 429, 500, 502, 503),
  fc.integer({ min: 100, max: 999 }),
);

/** A server that repeats what it received, in any form and position. */
export function echoingAnswer(secrets: readonly string[]): fc.Arbitrary<FakeAnswer> {
  const echo = fc
    .tuple(fc.constantFrom(...secrets.flatMap(formsOf)), fc.string({ maxLength: 5 }))
    .map(([form, around]) => `${around} ${form} ${around}`);
  const text = fc.oneof(echo, fc.string({ unit: "binary", maxLength: 60 }));
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.constant(null),
      fc.double(),
      fc.boolean(),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(text, tie("any"), { maxKeys: 3 }),
    ),
  })).any;
  const oauth = fc.record({ error: fc.oneof(text, fc.constant("invalid_client")), error_description: value });
  const message = fc.record({ message: value, messageTemplate: value, field: value, type: text }, { requiredKeys: [] });
  const envelope = fc.record({ messages: fc.oneof(fc.array(message), value) });
  const good = fc.record(
    { access_token: value, token_type: value, expires_in: value, active: fc.oneof(fc.boolean(), value), exp: value },
    { requiredKeys: [] },
  );
  const page = text.map(
    (title) => `<!DOCTYPE html><html><head><title>${title}</title></head><body>${title}</body></html>`,
  );
  const json = fc.oneof(value, oauth, envelope, good).map((any) => JSON.stringify(any));
  const cut = fc.tuple(json, fc.nat({ max: 200 })).map(([whole, at]) => whole.slice(0, at));
  const bytes = fc.uint8Array({ maxLength: 80 }).map((some) => Buffer.from(some).toString("utf8"));
  const names = [
    "location",
    "retry-after",
    "date",
    "www-authenticate",
    "content-type",
    "content-encoding",
    "content-length",
  ];
  const header = fc.oneof(
    text,
    text.map((said) => `Bearer error="invalid_token", error_description="${said}"`),
    text.map((said) => `https://elsewhere.example/${said}`),
    fc.integer().map(String),
    fc.date().map(String),
  );
  return fc.record({
    status,
    headers: fc.dictionary(fc.oneof(fc.constantFrom(...names), text), header, { maxKeys: 6 }),
    body: fc.oneof(json, cut, page, text, bytes, fc.constant("")),
  });
}
