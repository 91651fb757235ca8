import assert from "node:assert/strict";
import { mock } from "node:test";
import fc from "fast-check";
import "../../host/fuzzRuns.ts";
import { standIn } from "../../host/standIn/state.ts";
import { window as vscodeWindow } from "../../host/standIn/vscode.ts";
import { type Name, Person, PROFILES } from "./person.ts";
import { untruths } from "./truth.ts";

const URI = "file:///workspace/test.http";
const START = Date.UTC(2026, 5, 1, 12, 0, 0);
const TEXT = "#\nGET https://{{host}}/a\n\n###\n#\nGET https://app.example/b\n\n###\n#\nGET https://other.example/c\n";
const HOSTS = ["dev.example", "prod.example", "app.example", "other.example", "{{host}}"] as const;

const HEADERS = [
  "Authorization: Basic YTpi",
  "Authorization: Bearer ",
  "Accept: */*",
  "Authorization: Bearer {{argusToken}}",
  "Authorization: Bearer {{argusToken_prod}}",
  ...["", "_DEV", "_PROD"].map((suffix) => `Authorization: Bearer {{$processEnv ARGUS_TOKEN${suffix}}}`),
];

type Step = (person: Person, world: World) => Promise<void> | void;

interface World {
  active: string;
  /** The request at the cursor. */
  at: number;
}

const name = fc.constantFrom<Name>("dev", "prod");
const index = fc.nat(2);

/** A step with its name, for the report of a counterexample. */
function step<A extends unknown[]>(
  what: string,
  args: { [K in keyof A]: fc.Arbitrary<A[K]> },
  act: (person: Person, world: World, ...args: A) => Promise<void> | void,
): fc.Arbitrary<{ title: string; run: Step }> {
  return fc.tuple(...args).map((values) => ({
    title: `${what} ${(values as unknown[]).join(" ")}`,
    run: (person, world) => act(person, world, ...(values as unknown as A)),
    toString: () => `${what} ${(values as unknown[]).join(" ")}`,
  }));
}

const lineOf = (person: Person, request: number): number => person.requestLines()[request] ?? 0;

/** Writes the request's only header. */
function setHeader(person: Person, request: number, header: string): void {
  const line = lineOf(person, request);
  if (person.document.lineAt(line + 1).text === "")
    person.edit(line, `${person.document.lineAt(line).text}\n${header}`);
  else person.edit(line + 1, header);
}

const { dev, prod } = PROFILES;

/** What `argus.profiles` may become. */
const SETTINGS: Readonly<Record<string, object>> = {
  "as before": PROFILES,
  "another host": { dev: { ...dev, hosts: ["other.example"] }, prod },
  "a host of both": { dev: { ...dev, hosts: ["other.example"] }, prod: { ...prod, hosts: ["other.example"] } },
  "no hosts": { dev, prod: { ...prod, hosts: [] } },
  "without prod": { dev },
  "prod renamed": { dev, live: prod },
  "of the same variable": { ...PROFILES, DEV: { url: "https://third.example", clientId: "t" } },
  swapped: { dev: { ...dev, url: prod.url }, prod: { ...prod, url: dev.url } },
};

const steps = fc.oneof(
  step<[Name]>("get", [name], (person, _, profile) => person.run("argus.getToken", profile)),
  {
    weight: 3,
    arbitrary: step<[number, string]>(
      "insert",
      [index, fc.constantFrom("Insert", "Use “prod”", "Use “dev”", "Cancel")],
      async (person, _, request, boldness) => {
        person.boldness = boldness;
        await person.run("argus.insertToken", URI, lineOf(person, request));
      },
    ),
  },
  step("refresh", [], async (person) => {
    person.boldness = "Refresh";
    await person.run("argus.refreshTokens", URI, 0);
  }),
  {
    weight: 2,
    arbitrary: step<[number, string]>(
      "check",
      [index, fc.constantFrom("introspect", "userinfo")],
      (person, _, request, kind) => person.run(`argus.${kind}`, URI, lineOf(person, request)),
    ),
  },
  {
    weight: 2,
    arbitrary: step<[number]>("wait", [fc.constantFrom(1, 60, 240, 299, 301)], (person, _, s) => person.wait(s * 1000)),
  },
  step<[number]>("jump", [fc.constantFrom(301, 7200, 100_000, -3, -3600)], (person, _, s) => person.jump(s * 1000)),
  step<[Name]>("sign out", [name], (person, _, profile) => person.run("argus.signOut", profile)),
  step<[Name]>("forget", [name], (person, _, profile) => person.run("argus.forgetCredentials", profile)),
  step<[Name]>("switch", [name], (_, world, profile) => {
    world.active = profile;
    standIn.set("user", "argus.activeProfile", profile);
  }),
  step<[number, Name | ""]>(
    "directive",
    [index, fc.constantFrom<Name | "">("dev", "prod", "")],
    (person, _, request, profile) =>
      person.edit(lineOf(person, request) - 1, profile === "" ? "#" : `# @argus ${profile}`),
  ),
  step<[number, string]>("url", [index, fc.constantFrom(...HOSTS)], (person, _, request, host) =>
    person.edit(lineOf(person, request), `GET https://${host}/x`),
  ),
  step<[number]>("write another's token", [index], (person, _, request) => {
    const line = lineOf(person, request) + 1;
    if (person.document.lineAt(line).text.startsWith("Authorization"))
      person.edit(line, "Authorization: Bearer some/thing");
  }),
  {
    weight: 2,
    arbitrary: step<[number, Name]>("paste a token", [index, name], (person, _, request, profile) => {
      const token = person.window.sessions.held().get(profile)?.accessToken;
      if (token !== undefined) setHeader(person, request, `Authorization: Bearer ${token}`);
    }),
  },
  step<[number, string]>("write a header", [index, fc.constantFrom(...HEADERS)], (person, _, request, header) =>
    setHeader(person, request, header),
  ),
  step<[string]>("settings", [fc.constantFrom(...Object.keys(SETTINGS))], (_, __, which) => {
    standIn.set("user", "argus.profiles", SETTINGS[which]);
  }),
  step<[boolean]>("tokens in the environment:", [fc.boolean()], (_, __, isOn) => {
    standIn.set("user", "argus.environmentVariables", isOn);
  }),
  step<[string]>("insert as", [fc.constantFrom("literal", "environment")], (_, __, style) => {
    standIn.set("user", "argus.insertAs", style);
  }),
  step<[string]>("environment", [fc.constantFrom("dev.example", "prod.example")], (person, _, host) => {
    person.choose(host);
  }),
  step<[boolean]>("renewals fail", [fc.boolean()], (person, _, isFailing) => person.setRenewalFailing(isFailing)),
  step<[Name, string]>(
    "in another window:",
    [name, fc.constantFrom("argus.getToken", "argus.signOut", "argus.forgetCredentials")],
    (person, _, profile, id) => person.runElsewhere(id, profile),
  ),
  step<[number, string]>(
    "check without a network",
    [index, fc.constantFrom("introspect", "userinfo")],
    async (person, _, request, kind) => {
      person.worker.isUnreachable = true;
      const line = lineOf(person, request);
      await person.run(`argus.${kind}`, URI, line);
      await person.settle();
      person.worker.isUnreachable = false;
      const answers = person.statements().filter((one) => one.where === "answer" && one.line === line);
      for (const { text } of answers)
        assert.match(text, /^(not in this request · )?(was (not )?active|userinfo of .*, out of date)/);
    },
  ),
  step("focus", [], (person) => person.focus()),
  step<[number]>("cursor", [index], (_, world, request) => {
    world.at = request;
  }),
);

describe("what the screen shows", () => {
  const original = Object.getOwnPropertyDescriptors(vscodeWindow);
  beforeEach(() => {
    standIn.reset();
    mock.timers.enable({ apis: ["setTimeout", "Date"], now: START });
  });
  afterEach(() => {
    mock.timers.reset();
    Object.defineProperties(vscodeWindow, original);
    standIn.reset();
  });

  it("is always true, whatever happens in whatever order", async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 14 }), async (sequence) => {
        mock.timers.reset();
        mock.timers.enable({ apis: ["setTimeout", "Date"], now: START });
        standIn.reset();
        const person = new Person(TEXT);
        const world: World = { active: "dev", at: 0 };
        standIn.set("user", "argus.activeProfile", "dev");
        try {
          for (const { title, run } of sequence) {
            await run(person, world);
            person.put(lineOf(person, world.at));
            await person.settle();
            assert.deepEqual(untruths(person, world.active), [], `after ${title}\n${person.document.getText()}`);
          }
        } finally {
          person.close();
        }
      }),
      // Each is a whole session.
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 3) },
    );
  });
});
