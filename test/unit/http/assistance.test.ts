import assert from "node:assert/strict";
import { completionsAt } from "../../../server/src/http/features/completions.ts";
import { documentLinks } from "../../../server/src/http/features/documentLinks.ts";
import { foldingRanges } from "../../../server/src/http/features/foldingRanges.ts";
import { hoverAt } from "../../../server/src/http/features/hover.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { providesFeature } from "../../../server/src/coexistence.ts";
import { cursorIn, DEAD, analysisWith, URI } from "./features.ts";
import { apply, at, TOKEN } from "./helpers.ts";

describe("hovers", () => {
  const hovered = (marked: string): [string, string] | undefined => {
    const { text, position } = cursorIn(marked);
    const hover = hoverAt(parse(text), position, analysisWith());
    return hover && [at(text, hover.range), hover.paragraphs.join(" ")];
  };

  it("show a token's profile and remaining lifetime", () => {
    const live = "Argus token of the profile “dev”, live for another 4 min.";
    assert.deepEqual(hovered(`GET /a\nAuthorization: Bea¦rer ${TOKEN}\n`), [`Bearer ${TOKEN}`, live]);
    assert.deepEqual(hovered(`@t = ${TOKEN}\nGET /a\nAuthorization: Bearer {{¦t}}\n`), ["{{t}}", live]);
    assert.deepEqual(hovered(`@t = ¦${TOKEN}\nGET /a\n`), [TOKEN, live]);
    const assumed = analysisWith();
    const tokens = assumed.held.tokens.map((token) => ({ ...token, isEndAssumed: true }));
    const ofAssumed = (token: string): string | undefined => {
      const { text, position } = cursorIn(`GET /a\nAuthorization: Bearer ${token}¦\n`);
      return hoverAt(parse(text), position, { ...assumed, held: { tokens } })?.paragraphs.join(" ");
    };
    assert.equal(ofAssumed(TOKEN), "Argus token of the profile “dev”, live for about another 4 min.");
    assert.equal(ofAssumed(DEAD), "Argus token of the profile “dev”, probably expired about 1 min ago.");
    const dead = hovered(`GET /a\nAuthorization: Bearer ${DEAD}¦\n`);
    assert.equal(dead?.[1], "Argus token of the profile “dev”, expired 1 min ago.");
  });

  it("explain a placeholder, but no other token", () => {
    assert.match(
      hovered("GET /a\nAuthorization: Bearer {{$processEnv ¦ARGUS_TOKEN}}\n")?.[1] ?? "",
      /environment variable ARGUS_TOKEN/,
    );
    assert.match(hovered("GET /a\nAuthorization: Bearer {{argus¦Token}}\n")?.[1] ?? "", /This file does not define it/);
    assert.equal(hovered("GET /a\nAuthorization: Bearer ot¦her\n"), undefined);
    assert.equal(hovered("GET /a\nAuthorization: Bearer {{ot¦her}}\n"), undefined);
  });

  it("explain headers and directives", () => {
    assert.match(hovered("GET /a\ncontent-¦type: x\n")?.[1] ?? "", /RFC 9110 §8\.3/);
    assert.match(hovered("# @ar¦gus dev\nGET /a\n")?.[1] ?? "", /Argus profile/);
    assert.equal(hovered("// @no-redirect¦\nGET /a\n")?.[0], "@no-redirect");
    assert.equal(hovered("GET /a\n\nContent-¦Type: x\n"), undefined);
    assert.equal(hovered("GET /a\nCache-¦Control: x\n"), undefined);
    assert.equal(hovered("POST /a\n\n# @ar¦gus dev\n"), undefined);
    assert.equal(hovered("¦"), undefined);
  });
});

describe("completion", () => {
  const items = (marked: string, isGeneric = true) => {
    const { text, position } = cursorIn(marked);
    return completionsAt(parse(text), URI, position, analysisWith(), isGeneric).map((item) => ({
      ...item,
      after: item.textEdit && "range" in item.textEdit ? apply(text, [item.textEdit]) : undefined,
    }));
  };
  const labels = (marked: string, isGeneric = true): string[] => items(marked, isGeneric).map(({ label }) => label);
  const chosen = (marked: string, label: string): string | undefined =>
    items(marked).find((item) => item.label === label)?.after;

  it("offers methods at the start of a request line, but not in a body", () => {
    assert(labels("¦").includes("GET"));
    assert.equal(chosen("###\nPO¦\n", "POST"), "###\nPOST \n");
    assert.equal(chosen("###\nPO¦ /a\n", "POST"), "###\nPOST /a\n");
    assert.equal(chosen("GE¦T /a\n", "POST"), "POST /a\n");
    assert.equal(chosen("¦https://x\n", "POST"), "POST https://x\n");
    for (const elsewhere of [
      "GET /a\n\nPO¦\n",
      "< {%\n  po¦\n%}\nGET /a\n",
      "{{\n po¦\n}}\nGET /a\n",
      "/*\n PO¦\n*/\nGET /a\n",
      "HTTP/1.1 200 OK\nA¦\n",
      "HTTP/1.1 200 OK\n\nPO¦\n",
    ]) {
      assert.deepEqual(labels(elsewhere), [], elsewhere);
    }
    assert(labels("< {%\n x\n%}\nPO¦\n").includes("POST"));
    assert.deepEqual(labels("PO¦", false), []);
  });

  it("offers the headers of a request to Argus, and their values", () => {
    assert.deepEqual(labels("GET /a\n¦\n"), [
      "Accept",
      "Argus-API-Key",
      "Authorization",
      "Content-Type",
      "X-Forwarded-For",
    ]);
    assert.equal(chosen("GET /a\nacc¦\n", "Accept"), "GET /a\nAccept: \n");
    assert.equal(chosen("GET /a\nAcc¦: x\n", "Accept"), "GET /a\nAccept: x\n");
    assert.equal(
      chosen("GET /a\nContent-Type: app¦\n", "application/json"),
      "GET /a\nContent-Type: application/json\n",
    );
    assert.equal(chosen("GET /a\nAcc¦ept: x\n", "Content-Type"), "GET /a\nContent-Type: x\n");
    assert.equal(
      chosen("GET /a\nAccept: te¦xt/html; q=0.5\n", "application/json"),
      "GET /a\nAccept: application/json; q=0.5\n",
    );
    assert.equal(chosen("GET /a\nX-Forwarded-For: ¦10.0.0.1\n", "192.0.2.1"), "GET /a\nX-Forwarded-For: 192.0.2.1\n");
    assert.deepEqual(labels("GET /a\nAcc¦\n", false), []);
    assert.deepEqual(labels("GET /a\nX-Forwarded-For: ¦\n", false), ["192.0.2.1"]);
  });

  it("offers profiles and directives in comments, even beside other extensions", () => {
    assert.deepEqual(labels("# @argus ¦\nGET /a\n", false), ["dev", "prod"]);
    assert.equal(chosen("# @argus p¦\nGET /a\n", "prod"), "# @argus prod\nGET /a\n");
    assert.equal(chosen("# @Argus: p¦\nGET /a\n", "prod"), "# @Argus: prod\nGET /a\n");
    assert.equal(chosen("GET /a\n// @a¦\n", "@argus"), "GET /a\n// @argus \n");
    assert.deepEqual(labels("# @¦\n", false), ["@argus"]);
    assert(labels("# @¦\n").includes("@name"));
    assert.equal(chosen("# @argus d¦ev\nGET /a\n", "prod"), "# @argus prod\nGET /a\n");
    assert.equal(chosen("# @na¦me x\nGET /a\n", "@argus"), "# @argus x\nGET /a\n");
    assert.deepEqual(labels("# some ¦note\n"), []);
    assert(labels("GET /a\n\n# @¦\n").includes("@argus"), "above a request that may follow");
    for (const elsewhere of [
      "POST /a\n\n# ¦\n",
      "POST /a\n\n# @argus ¦\n",
      "POST /a\n\n> {%\n  // ¦\n%}\n",
      "< {%\n  // ¦\n%}\nGET /a\n",
    ]) {
      assert.deepEqual(labels(elsewhere), [], elsewhere);
    }
    assert.deepEqual(labels("### Title¦\n"), []);
  });

  it("offers the file's variables", () => {
    const text = "@one = 1\n@two = 2\nGET /{{¦\n";
    assert.deepEqual(labels(text), ["one", "two"]);
    assert.equal(chosen(text, "two"), "@one = 1\n@two = 2\nGET /{{two}}\n");
    assert.equal(chosen("@one = 1\nGET /{{o¦}}\n", "one"), "@one = 1\nGET /{{one}}\n");
    assert.equal(chosen("@one = 1\nGET /{{o¦ld}}/{{x}}\n", "one"), "@one = 1\nGET /{{one}}/{{x}}\n");
    assert.equal(chosen("@one = 1\nGET /{{ ¦ }}\n", "one"), "@one = 1\nGET /{{ one }}\n");
    assert.equal(chosen("@one = 1\nGET /{{¦/{{x}}\n", "one"), "@one = 1\nGET /{{one}}/{{x}}\n");
    assert.deepEqual(labels(text, false), []);
  });

  it("offers three styles of Authorization, fetching a token if one is needed", () => {
    const [literal, variable, environment, ...others] = items("# @argus dev\nGET /a\nAuthorization: ¦\n", false);
    assert.deepEqual(others, []);
    assert.equal(literal?.command?.command, "argus.insertToken");
    assert.deepEqual(literal.command.arguments, [URI, 2, "literal"]);
    assert.deepEqual(variable?.command?.arguments, [URI, 2, "variable"]);
    assert.equal(variable.label, "Bearer {{argusToken}}");
    assert.equal(environment?.after, "# @argus dev\nGET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN_DEV}}\n");
    assert.equal(environment.command, undefined);
    const defined = items("@argusToken = x\nGET /a\nAuthorization: Bea¦\n")[1];
    assert.equal(defined?.command, undefined);
    assert.equal(defined?.after, "@argusToken = x\nGET /a\nAuthorization: Bearer {{argusToken}}\n");
    const [, , overwritten] = items("GET /a\nAuthorization: Bea¦rer old\n");
    assert.equal(overwritten?.after, "GET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}\n");
    assert.deepEqual(items("MQTT mqtt://x\nAuthorization: ¦\n"), []);
  });

  it("offers references to the token of the profile that the host chooses", () => {
    const profiles = { dev: {}, prod: { url: "https://prod.example", forwardedFor: "192.0.2.9" } };
    const offered = (header: string): string[] => {
      const { text, position } = cursorIn(`GET https://prod.example/a\n${header}: ¦\n`);
      return completionsAt(parse(text), URI, position, analysisWith({ profiles }), false).map(({ label }) => label);
    };
    assert.deepEqual(offered("Authorization").slice(1), [
      "Bearer {{argusToken_prod}}",
      "Bearer {{$processEnv ARGUS_TOKEN_PROD}}",
    ]);
    assert.deepEqual(offered("X-Forwarded-For"), ["192.0.2.9"]);
  });
});

describe("folding", () => {
  it("covers requests, headers, bodies and scripts", () => {
    const text =
      "\n### One\n< {%\n  x;\n%}\nPOST /a\nX: y\n\n{\n}\n\n> {%\n  y\n%}\n\n### Two\nGET /b\n\n###\nnotes\nmore\n{{\n x\n}}\n";
    assert.deepEqual(
      foldingRanges(parse(text)).map(({ startLine, endLine, kind }) => [startLine, endLine, kind]),
      [
        [1, 13, "region"],
        [2, 4, undefined],
        [5, 6, undefined],
        [8, 9, undefined],
        [11, 13, undefined],
        [15, 16, "region"],
        [21, 23, undefined],
      ],
    );
  });

  it("ends an unclosed script with its block", () => {
    assert.deepEqual(foldingRanges(parse("GET /a\n\n> {%\n x\n###\nGET /b")), [
      { startLine: 0, endLine: 3, kind: "region" },
      { startLine: 2, endLine: 3 },
      { startLine: 4, endLine: 5, kind: "region" },
    ]);
  });
});

describe("links", () => {
  const links = (text: string, uri = URI): [string, string | undefined][] =>
    documentLinks(parse(text), uri).map(({ range, target }) => [at(text, range), target]);

  it("lead to files beside the document", () => {
    const text =
      "POST /a\n\n< ./a b#.json\n<@ ../x.xml \n<@latin1 c:\\d\\e.txt\n< /abs\n> s.js\n< {{x}}\n<tag>\n<a href>\n> {%\n< no.json\n%}\n";
    assert.deepEqual(links(text), [
      ["./a b#.json", "file:///folder/a%20b%23.json"],
      ["../x.xml", "file:///x.xml"],
      ["c:\\d\\e.txt", "file:///c%3A/d/e.txt"],
      ["/abs", "file:///abs"],
      ["s.js", "file:///folder/s.js"],
    ]);
  });

  it("do not exist if the document is not a file", () => {
    assert.deepEqual(links("POST /a\n\n< a.json\n", "untitled:Untitled-1"), []);
  });
});

describe("features that other extensions have", () => {
  it("are left to those extensions", () => {
    const auto = (...otherExtensions: string[]) => ({ languageFeatures: "auto" as const, otherExtensions });
    assert(providesFeature(auto(), "completion"));
    assert(!providesFeature(auto("humao.rest-client"), "documentLink"));
    assert(providesFeature(auto("AnWeber.vscode-httpyac"), "documentLink"));
    assert(!providesFeature(auto("AnWeber.vscode-httpyac"), "foldingRange"));
    const command = parse("### A\ncurl -X POST \\\n  https://api.example/a\n");
    assert(providesFeature(auto("humao.rest-client"), "documentSymbol", command), "REST Client's outline fails");
    for (const line of ["-s https://x", "-H 'A: b' -k 'https://x'", "-Ls https://x", '-d \'{"a": "b\' --silent x']) {
      assert(providesFeature(auto("humao.rest-client"), "documentSymbol", parse(`curl ${line}`)), line);
    }
    for (const text of [
      "curl -XPOST https://api.example/a\n",
      "curl -sL https://api.example/a -H 'A: b'\n",
      "curl -m5 'https://api.example/a b'\n",
      "curl -H 'A: b' --url https://api.example/a\n",
      "curl https://api.example/a\n",
      "# @name a\ncurl -X POST \\\n  https://x/a\n",
      "GET /a\n  ?b=c\n",
    ]) {
      assert(!providesFeature(auto("humao.rest-client"), "documentSymbol", parse(text)), text);
    }
    const both = ["humao.rest-client", "anweber.vscode-httpyac"];
    assert(!providesFeature(auto(...both), "documentSymbol", command), "httpYac has one");
    assert(!providesFeature(auto("humao.rest-client"), "foldingRange", command));
    assert(providesFeature({ languageFeatures: "on", otherExtensions: ["humao.rest-client"] }, "completion"));
    assert(!providesFeature({ languageFeatures: "off", otherExtensions: [] }, "completion"));
  });
});
