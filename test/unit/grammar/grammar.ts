import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const CHECKOUT = join(import.meta.dirname, "../../..");

/** A grammar in `package.json`. */
interface Contribution {
  language?: string;
  scopeName: string;
  path: string;
  injectTo?: string[];
}

const { grammars } = (
  JSON.parse(readFileSync(join(CHECKOUT, "package.json"), "utf8")) as { contributes: { grammars: Contribution[] } }
).contributes;

/** Other extensions' grammars for `.http` files have this scope. This one colours whole lines. */
const FOREIGN = { scopeName: "source.http", patterns: [{ name: "foreign.http", match: "^.*$" }] };

/** A piece of a line with its scopes, except the language's own. */
export type Piece = [text: string, scopes: string];

/** The pieces of each line of a text. */
export type Tokenizer = (text: string) => Piece[][];

/**
 * A tokenizer with the grammars as an editor loads them.
 * @param isForeign another extension owns the language, and only our injection applies
 * @param loaded receives the scope of each grammar that is read
 */
export async function tokenizer(isForeign = false, loaded: string[] = []): Promise<Tokenizer> {
  const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
  await oniguruma.loadWASM(readFileSync(wasm).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) => {
      loaded.push(scope);
      return Promise.resolve(grammarOf(scope));
    },
    getInjections: injectionsInto,
  });
  const root = isForeign ? FOREIGN.scopeName : (grammars.find(({ language }) => language === "http")?.scopeName ?? "");
  const grammar = await registry.loadGrammar(root);
  if (!grammar) throw new Error("the grammar was not loaded");
  return (text) => {
    let stack = textmate.INITIAL;
    return text.split("\n").map((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
      stack = ruleStack;
      return tokens.map(({ startIndex, endIndex, scopes }): Piece => [
        line.slice(startIndex, endIndex),
        scopes.filter((scope) => scope !== root).join(" "),
      ]);
    });
  };
}

/**
 * VS Code applies an injection to a scope if it targets the scope or a prefix of it: `source.http` matches
 * `source.http.x`.
 */
function injectionsInto(scope: string): string[] {
  return grammars
    .filter(({ injectTo = [] }) => injectTo.some((target) => `${scope}.`.startsWith(`${target}.`)))
    .map(({ scopeName }) => scopeName);
}

function grammarOf(scope: string): textmate.IRawGrammar {
  if (scope === FOREIGN.scopeName) return textmate.parseRawGrammar(JSON.stringify(FOREIGN), "foreign.json");
  const path = grammars.find(({ scopeName }) => scopeName === scope)?.path;
  // The editor has its own grammars for bodies; without them, the rules that include them would fail.
  if (path === undefined)
    return textmate.parseRawGrammar(JSON.stringify({ scopeName: scope, patterns: [] }), "empty.json");
  return textmate.parseRawGrammar(readFileSync(join(CHECKOUT, path), "utf8"), path);
}
