import assert from "node:assert/strict";
import fc from "fast-check";
import { Redactor } from "../../../common/redaction.ts";
import { assertLinear } from "../linearTime.ts";
import { eachCase } from "../../host/eachCase.ts";
import { runs } from "../../host/runs.ts";

/** Any characters except control characters, which no header or input box accepts. */
const SECRET = fc.string({ unit: "binary", minLength: 4, maxLength: 40 }).filter((text) => !/\p{Cc}/u.test(text));

/** Transformations of a text on its way into another. */
const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  URL: encodeURIComponent,
  form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  "JSON escapes": (text) =>
    Array.from({ length: text.length }, (_, at) => `\\u${hex(text.charCodeAt(at), 4)}`).join(""),
  "JavaScript escapes": (text) => [...Buffer.from(text)].map((byte) => `\\x${hex(byte, 2)}`).join(""),
  "octal escapes": (text) => [...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(""),
  "every byte": (text) => [...Buffer.from(text)].map((byte) => `%${hex(byte, 2).toUpperCase()}`).join(""),
  HTML: (text) => Array.from(text, (character) => `&#${character.codePointAt(0)!};`).join(""),
  "HTML names": (text) => text.replaceAll("&", "&amp;").replaceAll("/", "&sol;").replaceAll("+", "&plus;"),
};

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

const ENCODING = fc.constantFrom(...Object.keys(ENCODINGS));

/** Like Argus' tokens: a name, a slash, and the secret. */
const TOKEN = fc
  .tuple(fc.constantFrom("me", "myUserName", "1/2"), fc.stringMatching(/^[A-Za-z0-9+/=_.~-]{20,60}$/))
  .map(([name, rest]) => `${name}/${rest}`);

describe("redaction", () => {
  it("knows a key as long as it lives, and the last 200 tokens", () => {
    const redactor = new Redactor("proxy:password");
    redactor.add("1/2/myApiKey");
    const tokens = Array.from({ length: 500 }, (_, at) => `myUserName/token-${at}-x`);
    for (const token of tokens) redactor.addToken(token);
    const text = (token: string): string => `proxy:password 1/2/myApiKey ${token}`;
    assert.equal(redactor.redact(text(tokens[300]!)), "[redacted] [redacted] [redacted]");
    assert.equal(redactor.redact(text(tokens[299]!)), `[redacted] [redacted] ${tokens[299]}`);
  });

  it("removes a secret in all of its forms", () => {
    fc.assert(
      fc.property(SECRET, (secret) => {
        const redactor = new Redactor(secret);
        const wellFormed = secret.toWellFormed();
        const forms = [
          secret,
          encodeURIComponent(wellFormed),
          new URLSearchParams({ a: secret }).toString().slice(2),
          Buffer.from(secret).toString("base64"),
          Buffer.from(secret).toString("base64url"),
          JSON.stringify(secret).slice(1, -1),
          JSON.stringify(JSON.stringify(secret)).slice(3, -3),
          encodeURIComponent(wellFormed).toLowerCase(),
          encodeURIComponent(encodeURIComponent(wellFormed)),
          encodeURI(wellFormed),
          Array.from(secret, (character) => `&#${character.codePointAt(0)!};`).join(""),
          Array.from(secret, (character) => `&#x${character.codePointAt(0)!.toString(16).toUpperCase()};`).join(""),
        ];
        for (const form of forms)
          assert.equal(redactor.redact(`before\u0000${form}\u0000after`).includes(`\u0000${form}\u0000`), false);
      }),
      { numRuns: runs(100) },
    );
  });

  it("removes forms that web pages and nested messages create", () => {
    const redactor = new Redactor("my/api/k{ey}9");
    for (const form of ["my&#x2F;api&#x2f;k{ey}9", "my\\/api\\/k{ey}9", "my/api/k%7Bey%7D9", "my%2fapi%2fk%7bey%7d9"]) {
      assert.equal(redactor.redact(`no: ${form}.`), "no: [redacted].");
    }
  });

  it("copes with long texts and many backslashes", () => {
    const long = `${"x".repeat(5000)}/long.secret`;
    const redactor = new Redactor(long, "a\\\\b\\c\\\\\\\\d", "my/api/key");
    assert.equal(redactor.redact(`key ${long} end`), "key [redacted] end");
    assert.equal(redactor.redact(`key ${Buffer.from(long).toString("base64")} end`).slice(0, 14), "key [redacted]");
    assert.equal(redactor.redact(JSON.stringify("a\\\\b\\c\\\\\\\\d")), '"[redacted]"');
    const backslashes = "\\".repeat(300_000);
    assert.equal(redactor.redact(backslashes), backslashes);
  });

  it("leaves other text alone, and ignores values too short to be secret", () => {
    const text = "GET https://api.mnemonic.no/a?b=c";
    assert.equal(new Redactor(undefined, "", "GET", "other secret").redact(text), text);
  });

  it("removes a secret in any nesting of encodings", () => {
    fc.assert(
      fc.property(TOKEN, fc.array(ENCODING, { minLength: 1, maxLength: 3 }), (token, names) => {
        const form = names.reduce((text, name) => ENCODINGS[name]!(text), token);
        assert.equal(new Redactor(token).redact(`before ${form} after`), "before [redacted] after", names.join());
      }),
      { numRuns: runs(100) },
    );
  });

  it("removes base64 at any byte offset, and hexadecimal", () => {
    fc.assert(
      fc.property(
        TOKEN,
        fc.constantFrom("", "a", "id:", "Bearer ", "Basic 1"),
        fc.constantFrom("", "\n", "ab", "&scope=openid"),
        fc.constantFrom<BufferEncoding[]>("base64", "base64url", "hex"),
        (token, before, after, encoding) => {
          const form = Buffer.from(before + token + after).toString(encoding);
          const clean = new Redactor(token).redact(`a ${form} b`);
          assert.match(clean, /^a [^[]*\[redacted\][^\]]* b$/);
          // The remaining text reveals nothing about the secret.
          for (const part of clean.split("[redacted]")) {
            for (const skipped of [0, 1, 2, 3]) {
              const left = Buffer.from(part.slice(2 + skipped), encoding).toString("latin1");
              for (let at = 0; at + 4 <= token.length; at += 1) {
                const piece = token.slice(at, at + 4);
                assert(!left.includes(piece) || (before + after).includes(piece), part);
              }
            }
          }
        },
      ),
      { numRuns: runs(100) },
    );
  });

  it("removes what was broken into lines, written as separate bytes, or in UTF-16", () => {
    const form = fc.constantFrom<(token: string) => string>(
      (token) => token,
      (token) => Buffer.from(`Bearer ${token}`).toString("base64"),
      (token) => Buffer.from(token).toString("hex").toUpperCase(),
    );
    const gap = fc.constantFrom("\n", "\r\n", "\n\t  ", " ", "\0");
    fc.assert(
      fc.property(TOKEN, form, gap, fc.integer({ min: 1, max: 30 }), (token, formed, between, width) => {
        const broken = formed(token).replace(new RegExp(`.{${width}}`, "g"), `$&${between}`);
        const clean = new Redactor(token).redact(`before\n${broken}\nafter`);
        assert.match(clean, /^before\n[^[]*\[redacted\][\s\0]*after$/, clean);
        assert(clean.replace(/[\s\0]/g, "").length < "before[redacted]after".length + 12, clean);
      }),
      { numRuns: runs(100) },
    );
  });

  it("keeps the text after a secret that looks quoted-printable", () => {
    const secret = "me/=/0a-.A-/+=~_a=25aaa";
    assert.equal(new Redactor(secret).redact(`before ${secret} after`), "before [redacted] after");
  });

  it("removes what is quoted-printable, with soft line breaks", () => {
    fc.assert(
      fc.property(TOKEN, fc.integer({ min: 1, max: 20 }), (token, width) => {
        const quoted = token.replace(/[^\w-]/g, (other) => `=${hex(other.charCodeAt(0), 2).toUpperCase()}`);
        const broken = quoted.replace(new RegExp(`(?:=..|[^=]){${width}}`, "g"), "$&=\r\n");
        const clean = new Redactor(token).redact(`before\n${broken}\nafter`);
        assert.match(clean, /^before\n\[redacted\][=\s]*after$/);
      }),
      { numRuns: runs(100) },
    );
  });

  it("removes a private key, whatever its line breaks became, and nothing after it", () => {
    const body = Array.from({ length: 20 }, (_, line) => String(line).padStart(2, "0").repeat(32));
    const key = ["-----BEGIN PRIVATE KEY-----", ...body, "-----END PRIVATE KEY-----", ""].join("\n");
    for (const between of ["\n", "\r\n", " ", "", "\\n", "%0A"]) {
      const clean = new Redactor(key).redact(`bad key ${key.replaceAll("\n", between)} in a file\nof mine`);
      assert.match(clean, /^bad key \[redacted\]\s* in a file\nof mine$/, between);
    }
  });

  it("finds no short secret in words that only together contain it", () => {
    const text = "a lap as sharp at 12:34 56\n78";
    assert.equal(new Redactor("pass", "345678").redact(text), text);
  });

  it("removes eight or more characters of a truncated secret", () => {
    fc.assert(
      fc.property(
        TOKEN,
        fc.nat(),
        ENCODING,
        fc.constantFrom("", "…", "...", '"', "”", ")", '"}', "'."),
        (token, size, name, closing) => {
          const least = Math.max(8, token.lastIndexOf("/", 10) + 2);
          const part = token.slice(0, least + (size % (token.length - least)));
          const form = ENCODINGS[name]!(part);
          const clean = new Redactor(token).redact(`the key ${form}${closing}`);
          assert.equal(clean.startsWith("the key [redacted]"), true, clean);
          assert(!clean.includes(form));
        },
      ),
      { numRuns: runs(100) },
    );
  });

  it("removes a truncated secret before a mark that could also close the text", () => {
    const clean = new Redactor("me/a-A=._~.=_+a_//0+a/=+").redact("the key me/a-A=.'.");
    assert.equal(clean.startsWith("the key [redacted]"), true, clean);
  });

  it("removes a secret truncated in the middle of an escape", () => {
    const redactor = new Redactor("someone/s{cret/of:mine");
    for (const cut of ["someone%2fs%7", "someone\\u002fs\\u00", "someone\\057s\\17", "someone&#47;s&#12"]) {
      assert.equal(redactor.redact(`bad key ${cut}`), "bad key [redacted]");
    }
  });

  it("keeps the user name that a token begins with", () => {
    const redactor = new Redactor("myUserName/ckEgAbCdEf", "1a53a652-3ebe-4fab-8d6c:the-secret");
    for (const text of ["active · myUserName", "client 1a53a652-3ebe-4fab-8d6c", '{"username":"myUserName"}']) {
      assert.equal(redactor.redact(text), text);
    }
  });

  it("finds the remains of a secret in a text decoded wrongly", () => {
    const secret = "pässwörd-øl";
    const latin1 = Buffer.from(secret, "latin1").toString("utf8");
    assert(latin1.includes("\ufffd"));
    assert.equal(new Redactor(secret).redact(`no: ${latin1}!`), "no: [redacted]!");
    const latin1Url = "p%E4ssw%F6rd-%F8l";
    assert.equal(new Redactor(secret).redact(`no: ${latin1Url}!`), "no: [redacted]!");
  });

  it("keeps the text around a secret, and removes several secrets", () => {
    const redactor = new Redactor("my/api/key", "other/secret");
    assert.equal(
      redactor.redact('{\\"a\\":\\"my\\/api\\/key\\",\\"b\\":\\"OTHER/secret\\"}'),
      '{\\"a\\":\\"[redacted]\\",\\"b\\":\\"[redacted]\\"}',
    );
    const basic = Buffer.from("my/api/key").toString("base64");
    assert.equal(redactor.redact(`Basic ${basic}, my/api/keymy/api/key`), "Basic [redacted], [redacted][redacted]");
  });

  describe("takes linear time for all secrets", function () {
    // Slow machines need time; the verdict compares two texts on the same machine.
    this.timeout(300_000);
    const secrets = [
      "myUserName/ckEgAbCdEfGh0123456789",
      "пароль".repeat(4),
      "\ufffd".repeat(40),
      "\\".repeat(40),
      "a".repeat(1000),
      `${"a".repeat(500)}b${"a".repeat(499)}`,
      `b${"a".repeat(240)}`,
      "%25".repeat(40),
      "&amp;".repeat(40),
    ];
    const texts: Record<string, (times: number) => string> = {
      letters: (n) => "a".repeat(n * 10),
      "Cyrillic letters": (n) => "парол".repeat(n * 2),
      "what cannot be read": (n) => "\ufffd".repeat(n * 10),
      "letters and what cannot be read": (n) => "a\ufffd".repeat(n * 5),
      backslashes: (n) => "\\".repeat(n * 10),
      "open escapes": (n) => "\\u00".repeat(n * 3),
      "percent signs": (n) => "%25".repeat(n * 3),
      "nested percent signs": (n) => `%${"25".repeat(n * 5)}`,
      "open bytes": (n) => "%f0%9f".repeat(n * 2),
      ampersands: (n) => "&amp;".repeat(n * 2),
      "open references": (n) => "&#0".repeat(n * 3),
      "white space": (n) => " \n".repeat(n * 5),
      "broken words": (n) => "a\n".repeat(n * 5),
      "lists of bytes": (n) => "97,".repeat(n * 3),
      "quoted-printable": (n) => "=4".repeat(n * 5),
      "octal escapes": (n) => "\\141".repeat(n * 3),
      hexadecimal: (n) => "61".repeat(n * 5),
      numbers: (n) => `&#${"0".repeat(n * 10)}`,
    };
    it("in any secret, such as a token that a server makes up", () =>
      eachCase(
        // A token has no white space.
        Object.entries(texts).filter(([, textOf]) => !/\s/.test(textOf(1))),
        ([what]) => what,
        ([, textOf]) => {
          assertLinear((token) => {
            const redactor = new Redactor();
            redactor.addToken(token);
            redactor.redact(`the token ${token.slice(-500)}`);
          }, textOf);
        },
      ));
    it("in any text", () =>
      eachCase(
        Object.entries(texts),
        ([what]) => what,
        ([, textOf]) => {
          const redactor = new Redactor(...secrets);
          assertLinear((text) => redactor.redact(text), textOf);
        },
      ));
  });
});
