import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const SYNTAXES = join(import.meta.dirname, "../../../syntaxes");

/** A language of another extension, as far as it matters here: all of it is one scope. */
const FOREIGN = { scopeName: "source.http", patterns: [{ name: "foreign.http", match: "^.*$" }] };

/** The scopes of the language itself, and of all of a text. */
const OWN: ReadonlySet<string> = new Set(["source.http", "meta.argus.http"]);

/** A piece of a line with its scopes, the language's own left out. */
export type Piece = [text: string, scopes: string];

/**
 * A tokenizer of the grammars as an editor has them: the pieces of each line.
 * @param isForeign the language is another extension's, and only the injection is ours
 */
export async function tokenizer(isForeign = false): Promise<(text: string) => Piece[][]> {
  const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
  await oniguruma.loadWASM(readFileSync(wasm).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) => Promise.resolve(grammarOf(scope, isForeign)),
    getInjections: (scope) => (scope === "source.http" ? ["argus.injection"] : []),
  });
  const grammar = await registry.loadGrammar("source.http");
  if (!grammar) throw new Error("the grammar was not loaded");
  return (text) => {
    let stack = textmate.INITIAL;
    return text.split("\n").map((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
      stack = ruleStack;
      return tokens.map(({ startIndex, endIndex, scopes }): Piece => [
        line.slice(startIndex, endIndex),
        scopes.filter((scope) => !OWN.has(scope)).join(" "),
      ]);
    });
  };
}

function grammarOf(scope: string, isForeign: boolean): textmate.IRawGrammar {
  if (scope === "source.http" && isForeign) return textmate.parseRawGrammar(JSON.stringify(FOREIGN), "foreign.json");
  const name = { "source.http": "http", "argus.injection": "argus.injection" }[scope];
  // Embedded languages are the editor's own; without them the rules that include them would not count.
  if (name === undefined)
    return textmate.parseRawGrammar(JSON.stringify({ scopeName: scope, patterns: [] }), "empty.json");
  const path = join(SYNTAXES, `${name}.tmLanguage.json`);
  return textmate.parseRawGrammar(readFileSync(path, "utf8"), path);
}
