import assert from "node:assert/strict";
import fc from "fast-check";
import { plainLabel, plainText } from "../../../common/plainText.ts";
import { userinfoSummary } from "../../../client/src/answers/summary.ts";

describe("foreign text", () => {
  it("makes no links in notifications", () => {
    const linked = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)/i;
    for (const text of ["[a](https://b.example)", "x [a](command:b) [c](file:///d)", "[[a](command:b)](command:c)"]) {
      assert.match(text, linked);
      assert.doesNotMatch(plainText(text), linked);
    }
    assert.equal(plainText("a [b] (c)"), "a [b] (c)");
  });

  it("makes no icons, and loses invisible and direction-changing characters", () => {
    const icon = /\$\([\w-]+(?:~\w+)?\)/;
    const unseen = /[\p{Cf}\u2028\u2029]|(?!\n)\p{Cc}/u;
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "$",
            "(",
            "$(zap)",
            "$(x~spin)",
            "]",
            "\u202e",
            "\u2066",
            "\u200b",
            "\0",
            "\x1b",
            "\u00ad",
            "a",
            "\n",
            " ",
          ),
        ),
        (parts) => {
          for (const shown of [
            plainText(parts.join("")),
            plainLabel(parts.join("")),
            userinfoSummary({ name: parts.join("") }),
          ]) {
            assert.doesNotMatch(shown, icon);
            assert.doesNotMatch(shown, unseen);
          }
        },
      ),
    );
    assert.equal(plainText("me\u202elive\u202c"), "melive");
  });

  it("is one short line in place of a name, and never ends with half a character", () => {
    assert.equal(plainLabel("my\n profile"), "my profile");
    for (const long of ["x".repeat(500), "😀".repeat(500), `x${"😀".repeat(500)}`]) {
      const label = plainLabel(long);
      assert(label.length <= 80 && label.endsWith("…") && label.isWellFormed(), label);
    }
  });
});
