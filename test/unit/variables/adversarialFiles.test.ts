import { OpenDocument } from "../../../server/src/openDocument.ts";
import { environmentFindings } from "../../../server/src/variables/environmentFindings.ts";
import { environmentKeyAt } from "../../../server/src/variables/environmentKeys.ts";
import { outsideVariables } from "../../../server/src/variables/outside.ts";
import { VariableFiles } from "../../../server/src/variables/variableFiles.ts";
import { eachCase } from "../../host/eachCase.ts";
import { analysisWith } from "../http/features.ts";
import { assertLinear } from "../linearTime.ts";

const JSON_URI = "file:///folder/http-client.env.json";
const DOTENV_URI = "file:///folder/.env";

const numbered = (times: number, text: (at: number) => string): string =>
  Array.from({ length: times }, (_, at) => text(at)).join("");

const JSON_TEXTS: Readonly<Record<string, (times: number) => string>> = {
  "nested lists": (n) => "[".repeat(n),
  "nested objects": (n) => '{"a":'.repeat(n),
  "nested objects that end": (n) => `${'{"a":'.repeat(n)}1${"}".repeat(n)}`,
  "many keys": (n) => `{"dev":{${numbered(n, (at) => `"argusKey${at}":"1/2/secretkey",`)}}}`,
  "one key": (n) => `{"dev":{${'"argusKey":"1/2/secretkey",'.repeat(n)}}}`,
  "many environments": (n) => `{${numbered(n, (at) => `"env${at}":{"token":"1/2/secretkey"},`)}}`,
  "a long line": (n) => `{"dev":{"token":"${"1/2/".repeat(n)}"}}`,
  "a long name": (n) => `{"dev":{"${"argus.key.".repeat(n)}":"1/2/secretkey"}}`,
  "open strings": (n) => '{"dev":{"token":"x\n'.repeat(n),
  backslashes: (n) => `{"dev":{"token":"${"\\".repeat(n)}"}}`,
  "open comments": (n) => "/* ".repeat(n),
  commas: (n) => `{"dev":{${",".repeat(n)}`,
  "broken keys": (n) => "{,:".repeat(n),
};

const DOTENV_TEXTS: Readonly<Record<string, (times: number) => string>> = {
  "many names": (n) => numbered(n, (at) => `ARGUS_KEY${at}=1/2/secretkey\n`),
  "one name": (n) => "ARGUS_KEY=1/2/secretkey\n".repeat(n),
  "a long line": (n) => `ARGUS_KEY=${"1/2/".repeat(n)}`,
  "a long name": (n) => `${"ARGUS_KEY.".repeat(n)}=1/2/secretkey`,
  "open quotes": (n) => 'ARGUS_KEY="1/2/secretkey\n'.repeat(n),
  "one open quote": (n) => `A="\n${"ARGUS_KEY=1/2/secretkey\n".repeat(n)}`,
  "names in a quoted value": (n) => `A="${"ARGUS_KEY=1/2/secretkey\n".repeat(n)}"`,
  blanks: (n) => " \t".repeat(n),
  "blank lines": (n) => "\n".repeat(n),
  "words without a value": (n) => "export ".repeat(n),
  "equals signs": (n) => "A=".repeat(n),
  comments: (n) => "A=1 # '\n".repeat(n),
};

/** All that the worker does with an open file. */
function readAll(uri: string, text: string): void {
  const document = OpenDocument.create(uri, "properties", 1, text);
  const findings = environmentFindings(document, { ...analysisWith(), tracked: new Set([uri]) });
  for (const finding of findings.slice(0, 1)) finding.fixes();
  environmentKeyAt(document, { line: 0, character: 0 });
}

describe("variables in a setting", () => {
  it("are found in linear time by as many references", () => {
    assertLinear(
      (text) => {
        const names = text.split(" ");
        const environments = { $shared: Object.fromEntries(names.map((name) => [name, "value"])) };
        const settings = [{ setting: "rest-client.environmentVariables", environments }];
        const variables = outsideVariables(new VariableFiles(), {
          place: undefined,
          environments: [],
          settings,
          process: {},
        });
        for (const name of names) variables.find(`$shared ${name}`);
      },
      (times) => numbered(times, (at) => `name${at} `).trim(),
      200,
    );
  }).timeout(60_000);
});

describe("an environment file of any size and form", () => {
  for (const [uri, texts] of [
    [JSON_URI, JSON_TEXTS],
    [DOTENV_URI, DOTENV_TEXTS],
  ] as const) {
    it(`is read in linear time when it is open: ${uri.slice(uri.lastIndexOf("/") + 1)}`, () =>
      eachCase(
        Object.entries(texts),
        ([what]) => what,
        ([, textOf]) => {
          assertLinear(
            (text) => {
              readAll(uri, text);
            },
            textOf,
            2_000,
          );
        },
      )).timeout(300_000);
  }
});
