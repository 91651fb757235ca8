import assert from "node:assert/strict";
import { mock } from "node:test";
import { standIn } from "../../host/standIn/state.ts";
import { window as vscodeWindow } from "../../host/standIn/vscode.ts";
import { Person } from "./person.ts";

const URI = "file:///workspace/test.http";
const PROD = "GET https://app.example/b\n";
/** A request to prod that is told to use dev. */
const MIXED = `# @argus dev\n${PROD}`;
const DEV = "GET https://dev.example/a\n";

/** What a person sees of a dev token that goes to prod. */
type Seen = "asked" | "underlined" | "nothing, because it gets prod's token" | "nothing, because no token is written";

/** Ways in which a dev token could reach a prod host. `token` is a live one of dev. */
const WAYS: readonly (readonly [
  string,
  text: (token: string) => string,
  (person: Person) => Promise<unknown>,
  Seen,
])[] = [
  ["a lens or the palette", () => MIXED, (it) => it.run("argus.insertToken", URI, 1), "asked"],
  ["the keyboard, at the cursor", () => MIXED, (it) => it.run("argus.insertToken"), "asked"],
  [
    "a code action that writes a variable",
    () => MIXED,
    (it) => it.run("argus.insertToken", URI, 1, "variable"),
    "asked",
  ],
  ["a reference to the environment", () => MIXED, (it) => it.run("argus.insertToken", URI, 1, "environment"), "asked"],
  [
    "a curl command",
    () => `# @argus dev\ncurl https://app.example/b\n`,
    (it) => it.run("argus.insertToken", URI, 1),
    "asked",
  ],
  [
    "a host in a variable",
    () => `@h = app.example\n# @argus dev\nGET https://{{h}}/b\n`,
    (it) => it.run("argus.insertToken", URI, 2),
    "asked",
  ],
  [
    "a request without a directive",
    () => PROD,
    (it) => it.run("argus.insertToken", URI, 0),
    "nothing, because it gets prod's token",
  ],
  [
    "Refresh in the file",
    (token) => `${MIXED}Authorization: Bearer ${token}\n`,
    (it) => it.run("argus.refreshTokens", URI, 1),
    "asked",
  ],
  [
    "Refresh of a variable",
    (token) => `@argusToken = ${token}\n${MIXED}Authorization: Bearer {{argusToken}}\n`,
    (it) => it.run("argus.refreshTokens", URI, 2),
    "asked",
  ],
  ["pasting", (token) => `${PROD}Authorization: Bearer ${token}\n`, () => Promise.resolve(), "underlined"],
  ["pasting into another header", (token) => `${PROD}X-Argus-Token: ${token}\n`, () => Promise.resolve(), "underlined"],
  ["pasting into the URL", (token) => `GET https://app.example/b?t=${token}\n`, () => Promise.resolve(), "underlined"],
  [
    "Refresh of another header",
    (token) => `${PROD}X-Argus-Token: ${token}\n`,
    (it) => it.run("argus.refreshTokens", URI, 0),
    "asked",
  ],
  [
    "Refresh of a body",
    (token) => `POST https://app.example/b\n\n{"token": "${token}"}\n`,
    (it) => it.run("argus.refreshTokens", URI, 0),
    "asked",
  ],
  [
    "Refresh of a variable that a body uses",
    (token) => `@t = ${token}\nPOST https://app.example/b\n\ntoken={{t}}\n`,
    (it) => it.run("argus.refreshTokens", URI, 1),
    "asked",
  ],
  [
    "Refresh of a URL beside prod's own token",
    (token) => `GET https://app.example/b?t=${token}\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN_PROD}}\n`,
    (it) => it.run("argus.refreshTokens", URI, 0),
    "asked",
  ],
  [
    "pasting into a body",
    (token) => `POST https://app.example/b\n\ntoken=${encodeURIComponent(token)}\n`,
    () => Promise.resolve(),
    "underlined",
  ],
  [
    "a reference in a body",
    () => `POST https://app.example/b\n\n{"token": "{{$processEnv ARGUS_TOKEN_DEV}}"}\n`,
    () => Promise.resolve(),
    "underlined",
  ],
  [
    "a variable defined above",
    (token) => `@argusToken = ${token}\n${PROD}Authorization: Bearer {{argusToken}}\n`,
    () => Promise.resolve(),
    "underlined",
  ],
  [
    "a completed reference",
    () => `${PROD}Authorization: Bearer {{$processEnv ARGUS_TOKEN_DEV}}\n`,
    () => Promise.resolve(),
    "underlined",
  ],
  [
    "httpYac's variable of a profile",
    () => `${PROD}Authorization: Bearer {{argusToken_dev}}\n`,
    () => Promise.resolve(),
    "underlined",
  ],
  [
    "httpYac's variable under a directive",
    () => `${MIXED}Authorization: Bearer {{argusToken}}\n`,
    () => Promise.resolve(),
    "underlined",
  ],
  [
    "the active profile's reference",
    () => `${PROD}Authorization: Bearer {{$processEnv ARGUS_TOKEN}}\n`,
    () => Promise.resolve(),
    "underlined",
  ],
  [
    "a URL that is edited after Insert",
    (token) => `${DEV}Authorization: Bearer ${token}\n`,
    (it) => {
      it.edit(0, PROD.trim());
      return it.settle();
    },
    "underlined",
  ],
  [
    "a directive that is edited after Insert",
    (token) => `# @argus prod\n${PROD}Authorization: Bearer ${token}\n`,
    (it) => {
      it.edit(0, "# @argus dev");
      return it.settle();
    },
    "underlined",
  ],
  [
    "a profile whose URL is edited",
    (token) => `GET https://new.example/a\nAuthorization: Bearer ${token}\n`,
    (it) => {
      standIn.set("user", "argus.profiles", {
        dev: { url: "https://new.example", clientId: "d" },
        prod: { url: "https://dev.example", clientId: "p" },
      });
      return it.settle();
    },
    "underlined",
  ],
  [
    "another active profile",
    (token) => `GET https://other.example/c\nAuthorization: Bearer ${token}\n`,
    (it) => {
      standIn.set("user", "argus.activeProfile", "prod");
      return it.settle();
    },
    "underlined",
  ],
  [
    "a URL that is edited while the token is fetched",
    () => DEV,
    async (it) => {
      standIn.pause = (where) => {
        if (where === "secrets") it.edit(0, PROD.trim());
        standIn.pause = () => Promise.resolve();
        return Promise.resolve();
      };
      await it.run("argus.insertToken", URI, 0);
    },
    "nothing, because no token is written",
  ],
];

describe("a token does not reach another profile's host unseen", () => {
  const original = Object.getOwnPropertyDescriptors(vscodeWindow);
  let person: Person;
  beforeEach(async () => {
    standIn.reset();
    mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.UTC(2026, 5, 1, 12) });
    person = new Person("");
    standIn.set("user", "argus.activeProfile", "dev");
    await person.run("argus.getToken", "dev");
  });
  afterEach(() => {
    person.close();
    mock.timers.reset();
    Object.defineProperties(vscodeWindow, original);
    standIn.reset();
  });

  for (const [way, text, act, seen] of WAYS) {
    it(`by ${way}: ${seen}`, async () => {
      const token = person.window.sessions.held().get("dev")?.accessToken ?? "none";
      const start = { line: 0, character: 0 };
      person.document.apply([{ range: { start, end: start }, newText: text(token) }]);
      await person.settle();
      standIn.questions = [];
      person.boldness = "Cancel";
      await act(person);
      await person.settle();
      const isAsked = standIn.questions.some(({ prompt }) =>
        /^(Insert a token of “dev” into|Write fresh tokens) /.test(prompt),
      );
      const isUnderlined = person
        .statements()
        .some(({ where, text: said }) => where === "problem" && said.startsWith("other-host"));
      const written = /Bearer me\/(\w+?)\d/.exec(person.document.getText())?.[1];
      switch (seen) {
        case "asked":
          assert(isAsked, JSON.stringify(standIn.questions));
          break;
        case "underlined":
          assert(isUnderlined, JSON.stringify(person.statements()));
          break;
        case "nothing, because it gets prod's token":
          assert.deepEqual([isAsked, isUnderlined, written], [false, false, "prod"]);
          break;
        case "nothing, because no token is written":
          assert.equal(written, undefined, person.document.getText());
      }
    });
  }

  it("but goes where the person says, once or remembered", async () => {
    const start = { line: 0, character: 0 };
    person.document.apply([{ range: { start, end: start }, newText: `# @argus dev\nGET https://other.example/c\n` }]);
    person.boldness = "Insert";
    await person.run("argus.insertToken", URI, 1);
    assert.match(person.document.getText(), /Bearer me\/dev/);
    person.boldness = "Insert and Remember Host";
    await person.run("argus.insertToken", URI, 1);
    const { dev } = standIn.settings.user["argus.profiles"] as Record<string, { hosts?: string[] }>;
    assert.deepEqual(dev?.hosts, ["other.example"]);
    standIn.questions = [];
    await person.run("argus.insertToken", URI, 1);
    assert.deepEqual(
      standIn.questions.filter(({ prompt }) => prompt.startsWith("Insert a token")),
      [],
    );
  });

  it("gives way to the host's own profile while the person types, if they choose that", async () => {
    const start = { line: 0, character: 0 };
    person.document.apply([{ range: { start, end: start }, newText: MIXED }]);
    person.boldness = "Use “prod”";
    standIn.pause = (where) => {
      if (where === "edit") {
        standIn.pause = () => Promise.resolve();
        person.edit(2, "Accept: */*");
      }
      return Promise.resolve();
    };
    await person.run("argus.insertToken", URI, 1);
    assert.match(person.document.getText(), /Bearer me\/prod/);
    assert.match(person.document.getText(), /^# @argus prod$/m);
  });
});
