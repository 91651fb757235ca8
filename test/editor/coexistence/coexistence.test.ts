/** Runs beside extensions with the identifiers of REST Client and httpYac, which provide the same features as those. */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import {
  type CodeLens,
  commands,
  type CompletionList,
  ConfigurationTarget,
  type DocumentLink,
  type DocumentSymbol,
  extensions,
  type FoldingRange,
  Position,
  type TextDocument,
  workspace,
} from "vscode";
import { addProfile, until, useExtension } from "../setup.ts";

const THEIRS = ["REST Client", "httpYac"];
const TEXT = `### One
GET https://example.com/a
Accept: */*

< ./body.json
`;

/** Who provides what in a document; `Argus` stands for us. */
interface Given {
  /** One per lens of the request line. */
  lenses: string[];
  /** At the method. */
  methods: string[];
  symbols: string[];
  /** First lines. */
  folding: number[];
  /** Links to the body's file. Empty if it does not matter: of several links at one place the editor shows any. */
  links: string[];
  /** After `# @argus `. */
  profiles: number;
}

async function given({ uri }: TextDocument): Promise<Given> {
  const provide = <T>(what: string, ...args: unknown[]): Thenable<T> =>
    commands.executeCommand<T>(`vscode.execute${what}`, uri, ...args);
  const complete = async (
    line: number,
    character: number,
  ): Promise<[label: unknown, detail?: string | undefined][]> => {
    const { items } = await provide<CompletionList>("CompletionItemProvider", new Position(line, character));
    return items.map(({ label, detail }) => [typeof label === "string" ? label : label.label, detail]);
  };
  const lenses = (await provide<CodeLens[]>("CodeLensProvider", 100)).map(({ command }) => command?.title ?? "");
  const methods = await complete(1, 1);
  const profiles = await complete(6, 9);
  return {
    // Theirs come first, in the order in which they start.
    lenses: [...lenses.slice(0, -1).sort(), ...lenses.slice(-1)],
    methods: methods
      .filter(([label]) => label === "GET")
      .map(([, detail]) => detail ?? "Argus")
      .sort(),
    symbols: (await provide<DocumentSymbol[]>("DocumentSymbolProvider")).map(({ name }) => name).sort(),
    folding: [...new Set((await provide<FoldingRange[]>("FoldingRangeProvider")).map(({ start }) => start))],
    links: (await provide<DocumentLink[]>("LinkProvider"))
      .filter(({ range }) => range.start.line === 4)
      .map(({ tooltip }) => tooltip ?? "Argus"),
    profiles: profiles.filter(([label]) => label === "default").length,
  };
}

/** Only theirs, plus Argus' own features. */
const SHARED: Given = {
  lenses: [...THEIRS.toSorted(), "$(key)\u00a0default · no known token in this request"],
  methods: THEIRS,
  symbols: THEIRS,
  folding: [1],
  links: ["REST Client"],
  profiles: 1,
};

describe("beside REST Client and httpYac", () => {
  const setup = useExtension();
  const choose = (value: string | undefined): Thenable<void> =>
    workspace.getConfiguration("argus").update("languageFeatures", value, ConfigurationTarget.Global);
  /** The editor caches an outline until the text changes, so the setting is chosen first. */
  const gives = async (wanted: Given): Promise<void> => {
    const document = await setup.open(`${TEXT}###\n# @argus `);
    let last: Given | undefined;
    const isGiven = async (): Promise<boolean> => {
      last = { ...(await given(document)), ...(wanted.links.length === 0 && { links: [] }) };
      return isDeepStrictEqual(last, wanted);
    };
    await until("what is given", isGiven).catch(() => undefined);
    assert.deepEqual(last, wanted);
  };

  beforeEach(async () => {
    for (const id of ["humao.rest-client", "anweber.vscode-httpyac"]) {
      const extension = extensions.getExtension(id);
      assert(extension, id);
      await extension.activate();
    }
    await addProfile(setup.sandbox);
  });
  afterEach(() => choose(undefined));

  it("nothing is shown twice, theirs is kept, and Argus' own features are there", async () => {
    await gives(SHARED);
  });

  it("our shared features are there too when switched on", async () => {
    await choose("on");
    await gives({
      ...SHARED,
      methods: ["Argus", ...THEIRS],
      symbols: ["One", ...THEIRS].sort(),
      folding: [0, 1],
      links: [],
    });
  });

  it("our shared features are not there when switched off", async () => {
    await choose("off");
    await gives(SHARED);
  });
});
