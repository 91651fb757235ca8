import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { Redactor } from "../../../common/redaction.ts";
import { runs } from "../../host/runs.ts";

const PRINTED = fc.constantFrom<(bytes: Buffer) => string>(
  (bytes) => JSON.stringify(bytes),
  (bytes) => JSON.stringify(bytes, undefined, 2),
  (bytes) => inspect(new Uint8Array(bytes)),
  (bytes) => `[${bytes.join(", ")}]`,
  (bytes) => `{ ${Array.from(bytes, (byte) => `0x${byte.toString(16).padStart(2, "0")}`).join(", ")} }`,
  (bytes) => Array.from(bytes, (byte) => String(byte).padStart(4)).join(""),
);

describe("a list of the bytes of a secret", () => {
  it("is redacted, however a program prints it", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^me\/[A-Za-z0-9+/=_.~-]{20,60}$/), PRINTED, (token, printed) => {
        const clean = new Redactor(token).redact(`before 1, 2\n${printed(Buffer.from(token))}\nafter 3, 4`);
        assert.match(clean, /^before 1, 2\n[^]*\[redacted\][^]*\nafter 3, 4$/);
        assert(clean.length < "before 1, 2[redacted]after 3, 4".length + 60, clean);
      }),
      { numRuns: runs(100) },
    );
  });

  it("is redacted from eight bytes on, if the program prints only the first bytes", () => {
    const before = fc.constantFrom("", "Bearer ", "Authorization: Bearer ");
    const printed = fc.constantFrom<(bytes: Buffer) => string>(
      (bytes) => inspect(bytes),
      (bytes) => inspect(new Uint8Array(Buffer.concat([Buffer.alloc(50), bytes]))),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^me\/[A-Za-z0-9+/=_.~-]{57,90}$/), before, printed, (token, start, print) => {
        const text = print(Buffer.from(start + token));
        assert.match(text, /\.\.\. \d+ more/);
        const clean = new Redactor(token).redact(`the token ${text}, which is too long`);
        assert.match(clean, /^the token [^]*\[redacted\][^]* more [a-z]+[^]*, which is too long$/);
        // `123` is an item of the list of bytes, `6d` a byte of the other.
        const numbers = /(?:\d+|[\da-f]{2})(?=[,\s]|$)/g;
        assert(clean.slice(clean.indexOf("[redacted]") + 10, clean.indexOf("...")).match(numbers) === null, clean);
      }),
      { numRuns: runs(100) },
    );
  });

  it("is kept if it has fewer than eight bytes of the secret", () => {
    const text = inspect(Buffer.from(`${"x".repeat(43)}me/ckEgAbCdEfGhIjKl`));
    assert.equal(new Redactor("me/ckEgAbCdEfGhIjKl").redact(text), text);
  });
});

describe("an escaped secret", () => {
  const secret = "pässwörd-øl";
  const latin1 = Buffer.from(secret).toString("latin1");
  const escaped = (escape: (byte: number) => string): string =>
    latin1.replace(/[^\0-\x7f]/g, (byte) => escape(byte.charCodeAt(0)));

  it("is redacted, if its bytes were escaped or read one by one", () => {
    const octal = escaped((byte) => `\\${byte.toString(8)}`);
    for (const form of [latin1, octal, octal.replaceAll("\\", "\\\\"), escaped((byte) => `\\x${byte.toString(16)}`)]) {
      assert.equal(new Redactor(secret).redact(`no: ${form} is wrong`), "no: [redacted] is wrong", form);
    }
  });

  it("is redacted, even if it seems to end in a part of an escape", () => {
    for (const odd of ["pass\\x4", "pass\\12", "pass\\u00"]) {
      assert.equal(new Redactor(odd).redact(`${JSON.stringify(odd)} is wrong`), '"[redacted]" is wrong');
    }
  });
});
