import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

const CHECKOUT = join(import.meta.dirname, "../..");

/** A call of `l10n.t` and its position. */
interface Call {
  place: string;
  /** `undefined` if it is not a literal, so no bundle can contain it. */
  message: string | undefined;
  /** The number of values; `undefined` if they are named. */
  values: number | undefined;
  /** While the module loads, when the language is not known yet. */
  isEarly: boolean;
  /** The second line of a row in a list. */
  isDetail: boolean;
}

/** The longest such line in a window of 700 px, which cuts off the rest, in UTF-16 units. */
const LONGEST_DETAIL = 65;

const calls = ["cli/src", "client/src", "common", "server/src"].flatMap((folder) =>
  readdirSync(join(CHECKOUT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => callsIn(join(CHECKOUT, folder, name))),
);

function callsIn(path: string): Call[] {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const found: Call[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && isTranslation(node.tag)) found.push({ ...placed(node), values: 0 });
    if (ts.isCallExpression(node) && isTranslation(node.expression)) {
      const [first, ...values] = node.arguments;
      const isNamed = values.length === 1 && values.some(ts.isObjectLiteralExpression);
      found.push({ ...placed(node, first), values: isNamed ? undefined : values.length });
    }
    ts.forEachChild(node, visit);
  };
  const placed = (node: ts.Node, first?: ts.Node): Omit<Call, "values"> => ({
    place: `${relative(CHECKOUT, path)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`,
    message: first !== undefined && ts.isStringLiteral(first) ? first.text : undefined,
    isEarly: ts.findAncestor(node, ts.isFunctionLike) === undefined,
    isDetail: isDetail(node.parent),
  });
  visit(source);
  return found;
}

function isDetail(parent: ts.Node): boolean {
  return (
    ts.isPropertyAssignment(parent) &&
    parent.name.getText() === "detail" &&
    parent.parent.properties.some(({ name }) => name?.getText() === "label")
  );
}

function isTranslation(callee: ts.Expression): boolean {
  return callee.getText() === "l10n.t";
}

/** `{0}`, `{1}`, …, without duplicates, in order. */
function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
}

describe("texts", () => {
  it("are literals in calls of l10n.t, so that they can be collected", () => {
    assert(calls.length > 400, `only ${calls.length} calls were found`);
    assert.deepEqual(
      calls.filter(({ message }) => message === undefined).map(({ place }) => place),
      [],
    );
  });

  it("are translated when needed, not while a module loads", () => {
    assert.deepEqual(
      calls.filter(({ isEarly }) => isEarly).map(({ place }) => place),
      [],
    );
  });

  it("get as many values as they have placeholders", () => {
    const wrong = calls.filter(({ message = "", values }) => {
      const expected = Array.from({ length: values ?? 0 }, (_, index) => `{${index}}`).sort();
      return values !== undefined && placeholders(message).join() !== expected.join();
    });
    assert.deepEqual(wrong, []);
  });

  for (const name of readdirSync(join(CHECKOUT, "l10n"))) {
    describe(`in ${name}`, () => {
      const bundle = JSON.parse(readFileSync(join(CHECKOUT, "l10n", name), "utf8")) as Record<string, unknown>;
      const messages = new Map(calls.map(({ message = "", place }) => [message, place]));

      it("are complete", () => {
        const missing = [...messages].filter(([message]) => !(message in bundle));
        assert.deepEqual(Object.fromEntries(missing), {});
      });

      it("are sorted, and none is unused", () => {
        const keys = Object.keys(bundle);
        assert.deepEqual(
          keys.filter((message) => !messages.has(message)),
          [],
        );
        assert.deepEqual(keys, [...keys].sort());
      });

      it("keep their placeholders and what is around them", () => {
        for (const [message, text] of Object.entries(bundle)) {
          assert(typeof text === "string", message);
          assert.deepEqual(placeholders(text), placeholders(message), message);
          const edges = (each: string): string[] => [each.slice(0, 1), each.slice(-1)].filter((edge) => edge === " ");
          assert.deepEqual(edges(text), edges(message), message);
        }
      });

      it("fit into the rows of lists, even in a narrow window", () => {
        const rows = calls.filter(({ isDetail, values }) => isDetail && values === 0);
        assert(rows.length > 15, `only ${rows.length} were found`);
        const texts = rows.flatMap(({ message = "" }) => [message, String(bundle[message])]);
        assert.deepEqual(
          texts.filter(({ length }) => length > LONGEST_DETAIL),
          [],
        );
      });

      it("use their language's quotation marks", () => {
        const wrong = Object.values(bundle).filter((text) => /[“”]/.test(String(text).replace("som “ eller –", "")));
        assert.deepEqual(wrong, []);
      });
    });
  }
});

/**
 * The properties of `package.json` that VS Code shows; `category` and names of settings are the same in every language.
 */
const SHOWN =
  /^(displayName|title|label|altText|patternErrorMessage|(markdown)?([dD]eprecationMessage|[dD]escription))$/;
const SHOWN_LISTS = /^(markdownEnumDescriptions|enumDescriptions|enumItemLabels)$/;

/** Every shown text, in the order of the file. Text that a snippet inserts is not included. */
function shownTexts(node: unknown): unknown[] {
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(shownTexts);
  return Object.entries(node).flatMap(([name, value]: [string, unknown]) => {
    if (name === "body") return [];
    if (SHOWN_LISTS.test(name) && Array.isArray(value)) return value as unknown[];
    return SHOWN.test(name) && typeof value === "string" ? [value] : shownTexts(value);
  });
}

describe("texts of package.json", () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(CHECKOUT, name), "utf8"));
  const english = read("package.nls.json") as Record<string, string>;
  const shown = shownTexts(read("package.json"));

  it("are keys, each with an English text in package.nls.json", () => {
    assert(shown.length > 80, `only ${shown.length} texts were found`);
    assert.deepEqual(
      shown.filter((text) => !/^%[^%]+%$/.test(String(text))),
      [],
    );
    const keys = new Set(shown.map((text) => String(text).slice(1, -1)));
    assert.deepEqual([...keys].sort(), Object.keys(english).sort());
  });

  for (const name of readdirSync(CHECKOUT).filter((each) => /^package\.nls\..+\.json$/.test(each))) {
    const language = name.slice("package.nls.".length, -".json".length);
    const translated = read(name) as Record<string, string>;
    const bundle = read(`l10n/bundle.l10n.${language}.json`) as Record<string, string>;

    it(`are complete in ${name}, with the same links, code and settings`, () => {
      assert.deepEqual(Object.keys(translated), Object.keys(english));
      const kept = (text = ""): string[] => text.match(/\]\([^)]*\)|#argus\.\w+#|\bargus\.\w+/g) ?? [];
      for (const [key, text] of Object.entries(english)) assert.deepEqual(kept(translated[key]), kept(text), key);
    });

    it(`are the titles that the texts of ${name}'s language mention`, () => {
      const titles = Object.keys(english).filter((key) => key.startsWith("command."));
      const named = new Map(titles.map((key) => [`Argus: ${english[key] ?? ""}`, `Argus: ${translated[key] ?? ""}`]));
      const quoted = /(?<=[“«`])Argus: [^”»`]*(?=[”»`])/g;
      const pairs = [...Object.entries(bundle), ...Object.keys(english).map((key) => [english[key], translated[key]])];
      let count = 0;
      for (const [message = "", text = ""] of pairs) {
        const expected = (message.match(quoted) ?? []).map((title) => named.get(title) ?? `no command: ${title}`);
        assert.deepEqual([...(text.match(quoted) ?? [])].sort(), expected.sort(), message);
        count += expected.length;
      }
      assert(count > 10, `only ${count} titles are quoted`);
    });
  }
});
