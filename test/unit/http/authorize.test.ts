import assert from "node:assert/strict";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import type { HeldTokens } from "../../../common/protocol/settings.ts";
import { apply, authorizedAt, holding, NONE, TOKEN } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";

const HEADER = `Authorization: Bearer ${TOKEN}`;

describe("authorize one request", () => {
  const literal: [what: string, before: string, after: string, line?: number][] = [
    ["adds the first header", "GET /a\nX: y\n\nbody", `GET /a\n${HEADER}\nX: y\n\nbody`],
    ["below query lines", "GET /a\n  ?b=c\n# d\n  &e=f\nX: y", `GET /a\n  ?b=c\n# d\n  &e=f\n${HEADER}\nX: y`],
    ["above comments", "GET /a\n# c\nX: y", `GET /a\n${HEADER}\n# c\nX: y`],
    ["before a body", "POST /a\n\nAuthorization: in the body", `POST /a\n${HEADER}\n\nAuthorization: in the body`],
    ["before a script", "GET /a\n> {%\n%}", `GET /a\n${HEADER}\n> {%\n%}`],
    ["before a separator", "GET /a\n###\nGET /b", `GET /a\n${HEADER}\n###\nGET /b`],
    ["on the last line", "GET /a  ", `GET /a  \n${HEADER}`],
    ["on the last line, CRLF", "###\r\nGET /a", `###\r\nGET /a\r\n${HEADER}`, 1],
    ["before the final line break", "GET /a\n", `GET /a\n${HEADER}\n`],
    ["with CRLF", "GET /a\r\nX: y\r\n", `GET /a\r\n${HEADER}\r\nX: y\r\n`],
    ["with CR", "GET /a\rX: y\r", `GET /a\r${HEADER}\rX: y\r`],
    ["with the line's own break", "###\nGET /a\r\nX: y\n", `###\nGET /a\r\n${HEADER}\r\nX: y\n`, 1],
    ["after a byte order mark", "\ufeffGET /a\n", `\ufeffGET /a\n${HEADER}\n`],
    ["replaces a value", "GET /a\nX: y\nAuthorization: Bearer old\nZ: 1", `GET /a\nX: y\n${HEADER}\nZ: 1`],
    [
      "keeps name and spacing",
      "GET /a\n AUTHORIZATION :Bearer old \t\n",
      `GET /a\n AUTHORIZATION :Bearer ${TOKEN} \t\n`,
    ],
    ["fills an empty value", "GET /a\nAuthorization: \n", `GET /a\nAuthorization: Bearer ${TOKEN}\n`],
    ["fills a value that has no room", "GET /a\nAuthorization:", `GET /a\nAuthorization:Bearer ${TOKEN}`],
    ["swallows continuation lines", "GET /a\nAuthorization: Bearer\n  old\n  er \nX: y", `GET /a\n${HEADER} \nX: y`],
    ["leaves one header of several", "GET /a\nAuthorization: Bearer 1\nX: y\nauthorization: Bearer 2\nAUTHORIZATION: Bearer 3", `GET /a\n${HEADER}\nX: y`], // prettier-ignore
    ["leaves one header of two in a row", "GET /a\r\nAuthorization: Bearer 1\r\nAuthorization: Bearer\r\n  2\r\n\r\nbody", `GET /a\r\n${HEADER}\r\n\r\nbody`], // prettier-ignore
    ["leaves one header of a command", `curl https://x -H 'Authorization: a/b' -d x --oauth2-bearer c`, `curl https://x -H '${HEADER}' -d x`], // prettier-ignore
    ["replaces a header that a variable holds", "@auth = Authorization: Bearer 1\nGET /a\nX: y\n{{auth}}\nZ: 1", `@auth = Authorization: Bearer 1\nGET /a\nX: y\n${HEADER}\nZ: 1`, 1], // prettier-ignore
    ["replaces a placeholder", "@argusToken = x\nGET /a\nAuthorization: Bearer {{argusToken}}", `@argusToken = x\nGET /a\n${HEADER}`], // prettier-ignore
    ["replaces a bare token", "GET /a\nAuthorization: abc/def", `GET /a\n${HEADER}`],
    ["finds the second request", "GET /a\n###\nGET /b\n", `GET /a\n###\nGET /b\n${HEADER}\n`, 2],
  ];
  it("writes the token into the header, in the style of the text", () =>
    eachCase(
      literal,
      ([what]) => what,
      ([, before, after, line = 0]) => {
        assert.equal(authorizedAt(before, line), after);
        assert.equal(authorizedAt(after, line), after);
      },
    ));

  it("removes an unused variable on request", () => {
    const written = `GET /a\nAuthorization: Bearer {{argusToken}}\n`;
    const before = `@argusToken = ${TOKEN}\n${written}`;
    const options = { removeUnusedVariable: true };
    assert.equal(authorizedAt(before, 1), `@argusToken = ${TOKEN}\nGET /a\n${HEADER}\n`);
    assert.equal(authorizedAt(before, 1, options), `GET /a\n${HEADER}\n`);
    assert.equal(authorizedAt(before, 1, { ...options, style: "variable" }), before);
    assert.equal(
      authorizedAt(`# @argus dev\n${before}`, 2, { ...options, style: "environment" }),
      "# @argus dev\nGET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN_DEV}}\n",
    );
    const named = `@argusToken_dev = ${TOKEN}\nGET /a\n# @argus dev\nAuthorization: Bearer {{argusToken_dev}}\n`;
    assert.equal(authorizedAt(named, 1, { ...options, style: "variable" }), named);
    assert.equal(
      authorizedAt(named.replace("# @argus dev\n", ""), 1, { ...options, style: "variable" }),
      `@argusToken = ${TOKEN}\n${written}`,
    );
  });

  it("makes no edit if the token is already there", () => {
    const position = { line: 0, character: 0 };
    const answer = authorize(parse(`GET /a\n${HEADER}`), { position, accessToken: TOKEN, style: "literal" }, NONE);
    assert.deepEqual(answer, { edits: [] });
  });

  it("refuses if it cannot write the token correctly", () => {
    assert.equal(authorizedAt("just text", 0), "notFound");
    assert.equal(authorizedAt("GET /a", 7), "notFound");
    assert.equal(authorizedAt("@x = y\n###\nGET /a", 0), "notFound");
    assert.equal(authorizedAt("MQTT tcp://localhost:1883", 0), "rejected");
    assert.equal(authorizedAt("GET /a\nAuthorization: Basic dXNlcjpwYXNz", 0), "rejected");
    assert.equal(authorizedAt("GET /a\nAuthorization: Digest user pass", 0), "rejected");
    assert.equal(authorizedAt("@x = Basic abc\nGET /a\nAuthorization: {{x}}", 0), "rejected");
    for (const accessToken of ["a\nb", "a\rX: y", "a\0", "a\u0100", "{{x}}", " a", "", "a\u00a0"]) {
      for (const style of ["literal", "variable", "environment"] as const) {
        assert.equal(authorizedAt("GET /a", 0, { accessToken, style }), "rejected");
      }
    }
  });

  describe("asks before replacing what is not ours", () => {
    const reason = (text: string, line = 0, held = NONE): unknown => {
      for (const style of ["literal", "variable", "environment", undefined] as const) {
        const position = { line, character: 0 };
        const options = { position, accessToken: TOKEN, style };
        const answer = authorize(parse(text), options, held);
        const forced = authorize(parse(text), { ...options, replaceOtherScheme: true }, held);
        assert.ok("edits" in forced);
        const after = apply(text, forced.edits);
        if (style !== undefined)
          assert.ok(
            !/eyJ|ghp_|\{\{(?!\$processEnv ARGUS|argusToken)/.test(after.split("\n").slice(line).join("\n")),
            after,
          );
        if (style === "literal" && !("refused" in answer)) return undefined;
        if (style === "environment")
          return "refused" in answer ? [answer.refused, JSON.stringify(answer.found)] : undefined;
      }
      return undefined;
    };
    const other = (text: string, line?: number, held?: HeldTokens): void => {
      const [found, sentence] = reason(text, line, held) as [string, string];
      assert.equal(found, "otherCredential", text);
      assert.ok(!/secret|eyJ[\w-]+\.|ghp_\w|0123/.test(sentence), sentence);
    };

    it("a reference", () => {
      for (const value of [
        "Bearer {{token}}",
        "Bearer {{$dotenv X}}",
        "Bearer {{$shared x}}",
        '{{$auth.token("x")}}',
        "{{auth}}",
        "Bearer {{login.response.body.access_token}}",
        "bearer {{$processEnv TOKEN}}",
        "Bearer secret{{part}}",
        "Bearer %{{x}}",
        "Bearer {{argusTokenUrl}}",
      ]) {
        other(`GET /a\nAuthorization: ${value}\n`);
        other(`curl https://x -H 'Authorization: ${value}'`);
        other(`GET /a\nX: y\nAuthorization: Bearer ${TOKEN}\nAuthorization: ${value}\n`);
      }
      other("@token =\nGET /a\nAuthorization: Bearer {{token}}\n", 1);
      other("@token = other-secret\nGET /a\nAuthorization: Bearer {{token}}\n", 1);
      const said = reason("GET /a\nAuthorization: Bearer {{token}}\n") as string[];
      assert.match(said[1] ?? "", /Bearer \{\{token\}\}/);
    });

    it("a token that clearly belongs to another system", () => {
      for (const value of [
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln",
        "ghp_0123456789abcdefghij",
        "Bearer glpat-0123456789",
        "key=0123456789abcdef",
        "Bearer access_token=0123456789",
        "v4.public.eyJzdWIiOiJ4In0",
        "Bearer PMAK-0123456789",
      ]) {
        other(`GET /a\nAuthorization: ${value}\n`);
      }
    });

    it("but neither an Argus token nor an empty value", () => {
      for (const value of [
        "Bearer {{argusToken}}",
        "{{argusToken_dev}}",
        "Bearer {{$processEnv ARGUS_TOKEN}}",
        "Bearer someUser/abcdefgh12",
        "Bearer <token>",
        "Bearer YOUR_TOKEN",
        "Bearer",
        "",
        "abc/def",
        "Bearer 0123456789abcdef",
        "Bearer 0123456789abcdef==",
      ]) {
        assert.equal(reason(`GET /a\nAuthorization: ${value}\n`), undefined, value);
      }
      for (const value of ["me/0123456789", "<token>", "known"]) {
        const text = `@mine = ${value}\nGET /a\nAuthorization: Bearer {{mine}}\n`;
        assert.equal(reason(text, 1, holding("known")), undefined, value);
      }
    });

    const inVariables: [what: string, definition: string, before: string, after: string][] = [
      ["the whole header", "@x = Authorization: Basic abc", "GET /a\n{{x}}\n", `GET /a\n${HEADER}\n`],
      ["the start of it", "@x = Authorization: Basic", "GET /a\n{{x}} abc\n", `GET /a\n${HEADER}\n`],
      ["its name", "@x = Authorization", "GET /a\n{{x}}: Basic abc\n", `GET /a\n${HEADER}\n`],
      ["part of its name", "@x = Auth", "GET /a\n{{x}}orization: Basic abc\n", `GET /a\n${HEADER}\n`],
      ["a second one", "@x = Authorization", `GET /a\n${HEADER}\n{{x}}: Basic abc\n`, `GET /a\n${HEADER}\n`],
      ["an option", "@x = Authorization: Basic abc", "curl /a -H '{{x}}'\n", `curl /a -H '${HEADER}'\n`],
      ["an option's name", "@x = Authorization", "curl /a --header \"{{x}}: Basic abc\"\n", `curl /a --header '${HEADER}'\n`], // prettier-ignore
    ];
    it("another scheme in a header of which a variable contains", () =>
      eachCase(
        inVariables,
        ([what]) => what,
        ([, definition, before, after]) => {
          const text = `${definition}\n${before}`;
          assert.deepEqual((reason(text, 1) as string[])[0], "otherScheme");
          assert.equal(authorizedAt(text, 1, { replaceOtherScheme: true }), `${definition}\n${after}`);
        },
      ));
  });

  it("never quotes the token in a refusal", () => {
    const accessToken = `${TOKEN}\n`;
    const answer = authorize(parse("GET /a"), { accessToken, style: "literal" }, NONE);
    assert.ok("refused" in answer && !answer.refused.includes(TOKEN));
  });
});

describe("authorize with a variable", () => {
  const PLACEHOLDER = "Authorization: Bearer {{argusToken}}";
  const LINE = `@argusToken = ${TOKEN}`;
  const cases: [what: string, before: string, after: string, line?: number][] = [
    ["defines it on top", "GET /a\n", `${LINE}\nGET /a\n${PLACEHOLDER}\n`],
    ["above a separator", "### A\nGET /a\n", `${LINE}\n### A\nGET /a\n${PLACEHOLDER}\n`],
    ["above a directive", "# @argus dev\nGET /a", `${LINE}\n# @argus dev\nGET /a\n${PLACEHOLDER}`],
    ["under a name of its own for a request with its own profile", "### A\r\n# @argus dev-1\r\nGET /a\r\n", `@argusToken_dev_2d_1 = ${TOKEN}\r\n### A\r\n# @argus dev-1\r\nGET /a\r\nAuthorization: Bearer {{argusToken_dev_2d_1}}\r\n`], // prettier-ignore
    ["after a byte order mark", "\ufeffGET /a\r\nX: y", `\ufeff${LINE}\r\nGET /a\r\n${PLACEHOLDER}\r\nX: y`],
    ["updates it", `@argusToken=old\nGET /a\n${PLACEHOLDER}`, `@argusToken=${TOKEN}\nGET /a\n${PLACEHOLDER}`],
    ["updates an empty one", "@argusToken = \nGET /a", `@argusToken = ${TOKEN}\nGET /a\n${PLACEHOLDER}`],
    ["updates all that there are", "@argusToken = 1\n@argusToken = 2\nGET /a\n###\n@argusToken = 3", `${LINE}\n${LINE}\nGET /a\n${PLACEHOLDER}\n###\n${LINE}`], // prettier-ignore
    ["updates one below", "GET /a\n###\n@argusToken = 1", `GET /a\n${PLACEHOLDER}\n###\n${LINE}`],
    ["replaces a literal", "GET /a\nAuthorization: Bearer x", `${LINE}\nGET /a\n${PLACEHOLDER}`],
  ];
  it("writes the token into the file's variable", () =>
    eachCase(
      cases,
      ([what]) => what,
      ([, before, after, line = 0]) => {
        assert.equal(authorizedAt(before, line, { style: "variable" }), after);
        const shift = after.split(/\r\n|\n/).findIndex((text) => text.startsWith("GET"));
        assert.equal(authorizedAt(after, shift, { style: "variable" }), after);
      },
    ));

  it("writes the name of the environment variable", () => {
    const after = "GET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}\nX: y";
    assert.equal(authorizedAt("GET /a\nX: y", 0, { style: "environment" }), after);
    assert.equal(authorizedAt(after, 0, { style: "environment" }), after);
  });

  it("uses the name of the profile from the request's or the file's directive", () => {
    const cases: [before: string, line: number, name: string][] = [
      ["# @argus dev\nGET /a\n", 1, "ARGUS_TOKEN_DEV"],
      ["# @argus dev\n###\nGET /a\n", 2, "ARGUS_TOKEN_DEV"],
      ["# @argus dev\n###\n# @argus my-test\nGET /a\n", 3, "ARGUS_TOKEN_MY_2D_TEST"],
      ["###\n# @argus dev\nGET /a\n###\nGET /b\n", 4, "ARGUS_TOKEN"],
    ];
    for (const [before, line, name] of cases) {
      const after = `${before}Authorization: Bearer {{$processEnv ${name}}}\n`;
      assert.equal(authorizedAt(before, line, { style: "environment" }), after);
    }
  });
});

describe("authorize with the environment", () => {
  it("is refused for a profile that has no variable of its own", () => {
    const settings = { profiles: { dev: {}, DEV: {} }, activeProfile: "dev" };
    const refusal = (head: string): unknown => {
      const document = parse(`${head}GET /a\n`);
      const position = { line: document.text.split("\n").length - 2, character: 0 };
      const options = { position, accessToken: TOKEN, style: "environment" as const };
      const answer = authorize(document, options, { tokens: [] }, settings);
      return "refused" in answer ? answer.refused : undefined;
    };
    assert.equal(refusal("# @argus dev\n"), "sharedVariable");
    assert.equal(refusal(""), undefined);
  });
});

describe("the file's profile", () => {
  it("can be named anywhere before the first request, even below a separator without one", () => {
    const reference = (text: string): string | undefined =>
      /\{\{.*\}\}/.exec(authorizedAt(text, text.split("\n").length - 1, { style: "environment" }))?.[0];
    assert.equal(reference("# @argus dev\n###\nGET /a"), "{{$processEnv ARGUS_TOKEN_DEV}}");
    assert.equal(reference("### Argus\n# @argus dev\n@host = x\n\n### A\nGET /a"), "{{$processEnv ARGUS_TOKEN_DEV}}");
    assert.equal(reference("###\n# @argus dev\nGET /a\n###\nGET /b"), "{{$processEnv ARGUS_TOKEN}}");
    assert.equal(reference("GET /a\n###\n# @argus dev\n###\nGET /b"), "{{$processEnv ARGUS_TOKEN}}");
  });
});
