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
});
