import assert from "node:assert/strict";
import { hoverAt } from "../../../server/src/http/features/hover.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import { acted, cursorIn, DEAD, findings, analysisWith } from "./features.ts";
import { apply, at, authorized, authorizedAt, holding, request, TOKEN } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";

const START = { line: 0, character: 0 };

const codesOf = (text: string): string[] => findings(text).map(({ code }) => code);

describe("curl commands", () => {
  describe("give their token back", () => {
    // prettier-ignore
    const cases: [what: string, before: string, after: string][] = [
      ["with its option", `curl -k https://x -H 'Authorization: Bearer ${TOKEN}' -v`, "curl -k https://x -v"],
      ["above the URL", `curl --header=Authorization:Bearer\\ ${TOKEN} https://x`, "curl https://x"],
      ["with the line that it fills", `curl https://x \\\n  -H 'Authorization: Bearer ${TOKEN}' \\\n  -v`, "curl https://x \\\n  -v"],
      ["at the end, with the mark above", `curl https://x \\\r\n  -H "Authorization: Bearer {{argusToken}}"\r\n\r\nbody`, "curl https://x\r\n\r\nbody"],
      ["and keep the break that tells the shell", `curl "https://x" ^\n  -H "Authorization: Bearer ${TOKEN}" -d "a"`, `curl "https://x" ^\n   -d "a"`],
      ["in cmd", `curl "https://x" ^\r\n  -H "Authorization: Bearer ${TOKEN}" ^\r\n  -v`, 'curl "https://x" ^\r\n  -v'],
      ["and keep what else their option says", `curl https://x -sH 'Authorization: Bearer ${TOKEN}' -v`, "curl https://x -s -v"],
      ["and keep comments", `curl https://x \\\n# why\n-H 'Authorization: Bearer ${TOKEN}' \\\n  -v`, "curl https://x \\\n# why\n \\\n  -v"],
      ["of --oauth2-bearer", `curl https://x --oauth2-bearer ${TOKEN} -v`, "curl https://x -v"],
      ["also the second one", `curl https://x -H 'Authorization: Bearer other' -H 'Authorization: Bearer ${TOKEN}'`, "curl https://x -H 'Authorization: Bearer other'"],
      ["and keep the URL from a flag", `curl -s -H 'Authorization: Bearer ${TOKEN}' https://x`, "curl -s --url https://x"],
      ["and keep it from a flag on the line above", `curl \\\n  -k \\\n  -H 'Authorization: Bearer ${TOKEN}' \\\n  https://x`, "curl \\\n  -k \\\n  --url \\\n  https://x"],
      ["and keep it from the letters before", `curl -sH 'Authorization: Bearer ${TOKEN}' https://x`, "curl -s --url https://x"],
      ["and keep it from a file's name", `curl -oa -H 'Authorization: Bearer ${TOKEN}' https://x`, "curl -oa --url https://x"],
      ["and keep it, with what else was there", `curl -L -s -H 'Authorization: Bearer ${TOKEN}' https://x -d a`, "curl -L -s --no-progress-meter https://x -d a"],
      ["also with a method", `curl -IL -s -H 'Authorization: Bearer ${TOKEN}' https://x`, "curl -IL -s --no-progress-meter https://x"],
      ["next to the name", `curl -H 'Authorization: Bearer ${TOKEN}'\\\n -k https://x`, "curl\\\n -k https://x"],
      ["and leave it to what takes it", `curl -sL -H 'Authorization: Bearer ${TOKEN}' https://x`, "curl -sL https://x"],
      ["and keep another header before it", `curl -s -H 'Authorization: Bearer ${TOKEN}' -H 'A: b' https://x`, "curl -s -H 'A: b' https://x"],
      ["and never another one's", "curl https://x -H 'Authorization: Bearer other'", "curl https://x -H 'Authorization: Bearer other'"],
    ];
    it("in every quoting", () =>
      eachCase(
        cases,
        ([what]) => what,
        ([, before, after]) => {
          const document = parse(before);
          assert.equal(apply(before, removeTokens(document, analysisWith()).edits), after);
          const { method, url } = request(before);
          assert.deepEqual([request(after).method, request(after).url], [method, url]);
        },
      ));
  });

  describe("with --oauth2-bearer", () => {
    it("are authorized through it", () => {
      const text = `curl https://x --oauth2-bearer "${TOKEN}" -v`;
      const found = requestAt(parse(text), START)?.authorization;
      assert.ok(found);
      assert.deepEqual([found.scheme, found.token], ["Bearer", TOKEN]);
      assert.equal(at(text, found.headerRange), `"${TOKEN}"`);
      assert.equal(at(text, found.valueRange), TOKEN);
      const variable = requestAt(parse("curl https://x --oauth2-bearer {{argusToken}}"), START)?.authorization;
      assert.equal(variable?.variable, "argusToken");
    });

    it("use a header if there is one, and the last of several options", () => {
      const tokenOf = (options: string): string | undefined =>
        requestAt(parse(`curl https://x ${options}`), START)?.authorization?.token;
      assert.equal(tokenOf("--oauth2-bearer a -H 'Authorization: Bearer b'"), "b");
      assert.equal(tokenOf("--oauth2-bearer a --oauth2-bearer b"), "b");
      assert.equal(tokenOf("-u name:password --oauth2-bearer b"), "b");
      assert.equal(tokenOf("--oauth2-bearer"), undefined);
    });

    it("show the facts about their token, and offer fixes", () => {
      const dead = `curl https://x --oauth2-bearer ¦${DEAD} -v`;
      const { text, position } = cursorIn(dead);
      assert.match(hoverAt(parse(text), position, analysisWith())?.paragraphs[0] ?? "", /expired 1 min ago/);
      assert.deepEqual(codesOf(text), ["expired-token"]);
      assert.equal(acted(dead, "Remove the expired token"), "curl https://x -v");
      assert.equal(
        acted(`cu¦rl https://x --oauth2-bearer ${TOKEN}`, "Write Argus Token as a reference to the environment"),
        "curl https://x -H 'Authorization: Bearer {{$processEnv ARGUS_TOKEN}}'",
      );
    });
  });

  describe("get a token", () => {
    const signs = 'b"r$i`e\\n%^&!\\';
    const odd = "o'b\"r$i`e\\n%^&!\\";
    // prettier-ignore
    const cases: [what: string, before: string, after: string, token?: string][] = [
      ["behind the URL", "curl -k https://x -v", `curl -k https://x -H 'Authorization: Bearer ${TOKEN}' -v`],
      ["before what continues the line", "curl 'https://x' \\\n  -v", `curl 'https://x' -H 'Authorization: Bearer ${TOKEN}' \\\n  -v`],
      ["above what ends the options", "curl -k -- https://x", `curl -k -H 'Authorization: Bearer ${TOKEN}' -- https://x`],
      ["in cmd", 'curl "https://x" ^\r\n  -v', `curl "https://x" -H "Authorization: Bearer ${TOKEN}" ^\r\n  -v`],
      ["in a header", "curl https://x -H 'Authorization: Bearer old' -v", `curl https://x -H 'Authorization: Bearer ${TOKEN}' -v`],
      ["in double quotes", 'curl https://x -H "authorization:Bearer old"', `curl https://x -H "authorization:Bearer ${TOKEN}"`],
      ["in cmd's quotes", 'curl ^"https://x^" ^\n -H ^"Authorization: x^"', `curl ^"https://x^" ^\n -H ^"Authorization: Bearer ${TOKEN}^"`],
      ["without quotes", "curl https://x -H Authorization:\\ Bearer\\ old", `curl https://x -H 'Authorization: Bearer ${TOKEN}'`],
      ["in place of --oauth2-bearer", "curl --oauth2-bearer 'old' https://x", `curl -H 'Authorization: Bearer ${TOKEN}' https://x`],
      ["in place of it, on a line of its own", "curl https://x \\\n  --oauth2-bearer=old \\\n  -v", `curl https://x \\\n  -H 'Authorization: Bearer ${TOKEN}' \\\n  -v`],
      ["of --oauth2-bearer in cmd", 'curl "https://x" ^\n --oauth2-bearer old', `curl "https://x" ^\n --oauth2-bearer "${TOKEN}"`],
      ["in the place of a shell's variable", 'curl https://x -H "Authorization: Bearer "$T', `curl https://x -H 'Authorization: Bearer ${TOKEN}'`],
      ["with most of what a shell reads", "curl https://x", `curl https://x -H 'Authorization: Bearer ${signs}'`, signs],
      ["with a single quote", "curl https://x", `curl https://x -H "Authorization: Bearer o'b"`, "o'b"],
      ["with a single quote, in single quotes", "curl https://x -H 'Authorization: x'", `curl https://x -H "Authorization: Bearer o'b"`, "o'b"],
      ["with what double quotes do not hold", 'curl https://x -H "authorization: x"', `curl https://x -H 'authorization: Bearer ${signs}'`, signs],
      ["in place of $''", "curl https://x -H $'Authorization: x'", `curl https://x -H 'Authorization: Bearer ${signs}'`, signs],
      ["of any letters, in cmd", 'curl "https://x" ^\n -v', `curl "https://x" -H "Authorization: Bearer o'b\\"r$i\`e\\n%^&!\\\\" ^\n -v`, odd],
    ];
    it("in an option at the right place", () =>
      eachCase(
        cases,
        ([what]) => what,
        ([, before, after, accessToken = TOKEN]) => {
          assert.equal(authorizedAt(before, 0, { accessToken }), after);
          assert.equal(authorizedAt(after, 0, { accessToken }), after);
          assert.equal(requestAt(parse(after), START)?.authorization?.token, accessToken);
        },
      ));

    it("with the spelling of the command's other headers", () => {
      const header = `'Authorization: Bearer ${TOKEN}'`;
      const inserted = (command: string): string => {
        const after = authorizedAt(command, 0);
        assert.equal(authorizedAt(after, 0), after);
        return after;
      };
      for (const other of ["--header 'X-Tenant: 7'", "--header='X: y'", "--header \\\n  'X;'", "-sv --header @file"]) {
        assert.equal(inserted(`curl https://x ${other}`), `curl https://x --header ${header} ${other}`);
        assert.equal(inserted(`curl ${other} https://x`), `curl ${other} https://x --header ${header}`);
      }
      for (const other of ["-H 'X: y'", "-HX:y", "-sH 'X: y' --header 'Z: 1'", "--header 'Z: 1' -H 'X: y'", "-v"]) {
        assert.equal(inserted(`curl https://x ${other}`), `curl https://x -H ${header} ${other}`);
      }
      const cmd = `curl "https://x" ^\r\n  --header "X: y"`;
      assert.equal(inserted(cmd), cmd.replace(" ^", ` --header "Authorization: Bearer ${TOKEN}" ^`));
    });

    it("in an option that REST Client reads", () => {
      const old = "'Authorization: Bearer old'";
      const header = `'Authorization: Bearer ${TOKEN}'`;
      for (const [before, after] of [
        [`--header ${old}`, `-H ${header}`],
        [`--header=${old}`, `-H ${header}`],
        [`\\\n  --header \\\n  ${old}`, `\\\n  -H \\\n  ${header}`],
      ]) {
        assert.equal(authorizedAt(`curl https://x -H 'X: y' ${before} -v`, 0), `curl https://x -H 'X: y' ${after} -v`);
      }
      assert.equal(
        authorizedAt(`curl https://x --header 'X: y' --header=${old}`, 0),
        `curl https://x --header 'X: y' --header=${header}`,
      );
    });

    it("as a file or environment variable that no quotes break", () => {
      const before = 'curl https://x -H "Authorization: Bearer x"';
      assert.equal(
        authorizedAt(before, 0, { style: "variable" }),
        `@argusToken = ${TOKEN}\ncurl https://x -H "Authorization: Bearer {{argusToken}}"`,
      );
      const after = 'curl https://x -H "Authorization: Bearer {{$processEnv ARGUS_TOKEN}}"';
      assert.equal(authorizedAt(before, 0, { style: "environment" }), after);
      assert.equal(authorizedAt(after, 0, { style: "environment" }), after);
    });

    it("unless a shell and REST Client read it differently in any quotes", () => {
      for (const header of ["", ` -H "Authorization: x"`, " -H $'Authorization: x'", " --oauth2-bearer x"]) {
        for (const accessToken of ["o'b\"c", "o'b$c", "o'b\\c", "o'b`c", "a  b"]) {
          assert.equal(authorizedAt(`curl https://x${header}`, 0, { accessToken }), "rejected", accessToken);
        }
        for (const style of ["variable", "environment"] as const) {
          assert.equal(authorizedAt(`curl https://x${header}`, 0, { accessToken: "o'b\"c", style }), "rejected");
          const quoted = (accessToken: string): string =>
            authorizedAt(`curl https://x${header}`, 0, { accessToken, style });
          assert.match(quoted("o'b$`c"), /-H "Authorization: Bearer \{\{/);
          assert.match(quoted('o"b$`c'), /-H 'Authorization: Bearer \{\{/);
        }
      }
    });

    it("in place of a user's password, once that is asked for", () => {
      for (const user of ["-u a:b", "--user=a:b", "--user 'a:b'", "-ua:b"]) {
        for (const header of ["", ` -H 'Authorization: Bearer ${TOKEN}'`]) {
          const text = `curl https://x${header} ${user} -v`;
          assert.equal(authorizedAt(text, 0), "rejected");
          const after = `curl https://x -H 'Authorization: Bearer ${TOKEN}' -v`;
          assert.equal(authorizedAt(text, 0, { replaceOtherScheme: true }), after);
        }
      }
      const flag = "curl -H 'Authorization: Bearer old' -s -u a:b -u c:d https://x";
      const guarded = `curl -H 'Authorization: Bearer ${TOKEN}' -s --url https://x`;
      assert.equal(
        authorizedAt(flag, 0, { replaceOtherScheme: true }),
        guarded,
        "REST Client would give the URL to -s",
      );
      for (const letters of ["-s", "-sSL"]) {
        const last = authorizedAt(`curl ${letters}u a:b https://x`, 0, { replaceOtherScheme: true });
        assert.equal(last, `curl ${letters} -H 'Authorization: Bearer ${TOKEN}' https://x`);
      }
      const first = "curl -s \\\n  -u a:b \\\n  https://x -u c:d";
      const after = `curl -s \\\n  -H 'Authorization: Bearer ${TOKEN}' \\\n  https://x`;
      assert.equal(authorizedAt(first, 0, { replaceOtherScheme: true }), after, "in front of the URL");
    });

    it("unless REST Client takes two words for one", () => {
      for (const command of [
        "curl https://x\t-k",
        "curl -k\thttps://x",
        "curl https://x -k\t-H 'Authorization: x'",
        "curl https://x\\\n\t-k",
      ])
        assert.equal(authorizedAt(command, 0), "rejected", command);
      for (const command of [
        "curl https://x \t-k",
        "curl https://x \\\n\t-k\t",
        "curl https://x -d 'a\tb'",
        'curl ^"https://x^"\t-k',
      ])
        assert(authorizedAt(command, 0).includes(TOKEN), command);
    });

    it("together with all other requests that carry one", () => {
      const held = (token: string): string =>
        `curl https://x -H 'Authorization: Bearer ${token}'\n###\ncurl https://y -H 'Authorization: Bearer other'`;
      assert.equal(authorized(held("old"), {}, holding("old")), held(TOKEN));
    });

    it("but not if they authorize in another way", () => {
      for (const how of [
        "-u a:b",
        "--user a:b",
        "-sua:b",
        "--digest",
        "-H 'Authorization: Basic x'",
        "--aws-sigv4 x",
      ]) {
        assert.equal(authorizedAt(`curl https://x ${how}`, 0), "rejected", how);
      }
    });
  });
});
