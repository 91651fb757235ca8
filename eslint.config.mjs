import { defineConfig, globalIgnores } from "eslint/config";
import importX from "eslint-plugin-import-x";
import * as regexp from "eslint-plugin-regexp";
import tseslint from "typescript-eslint";

const VSCODE = {
  name: "vscode",
  message: "Only client/ and test/editor/ run in the extension host.",
  allowTypeImports: true,
};

/** Forbids imports in some files. */
const forbid = (files, { paths = [], patterns = [] }) => ({
  files,
  rules: { "@typescript-eslint/no-restricted-imports": ["error", { paths, patterns }] },
});

/**
 * Forbids the parts of a folder (folders or files) to import parts built on top of them.
 *
 * @param layers from the bottom up; parts of one layer do not import each other
 * @param rules for the whole folder, repeated here because the last matching rule wins
 */
const forbidUpwards = (root, layers, { paths = [], patterns }) =>
  layers.flatMap((layer, at) => {
    const others = [...layer, ...layers.slice(at + 1).flat()].join("|");
    const from = (place, start) =>
      forbid(
        layer.map((name) => `${root}/${name}${place}`),
        {
          paths,
          patterns: [
            ...patterns,
            { regex: `^${start}(${others})(/|\\.)`, message: "It is built upon this one, or stands beside it." },
          ],
        },
      );
    return [from("/**", "\\.\\./"), from(".ts", "\\./")];
  });

const OF_CLIENT = {
  patterns: [{ regex: "(server|cli)/src/", message: "Both halves share common/ and nothing else." }],
};
/** The code that runs a command is on top. */
const CLIENT_LAYERS = [
  ["text"],
  ["failures"],
  ["settings"],
  ["prompts"],
  ["worker", "session", "credentials"],
  ["documents", "git", "profiles"],
  ["tokens"],
  ["edits", "answers", "sharing", "statusBar", "terminal"],
  ["calls", "refusals", "variables"],
  ["commands"],
];

const OF_HTTP = {
  paths: [{ ...VSCODE, allowTypeImports: false }, "vscode-languageserver/node", "node:http", "node:https"],
  patterns: [{ regex: "oauth|network|/client/", message: "Analysis is text in, facts out." }],
};
const HTTP_LAYERS = [["parse"], ["facts"], ["edits"], ["diagnostics"], ["features"]];

const IGNORED = {
  selector:
    'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression > :matches(Identifier.body[name="undefined"], BlockStatement.body[body.length=0])',
  message: "Say what follows, or why nothing does: ignored(…).",
};

export default defineConfig(
  globalIgnores(["dist/", ".vscode-test/"]),
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["*.mjs"] } } },
    plugins: { "import-x": importX },
    settings: { "import-x/parsers": { "@typescript-eslint/parser": [".ts"] }, "import-x/extensions": [".ts"] },
    rules: {
      "import-x/no-cycle": "error",
      "no-console": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // Allows leaving out properties with a rest.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      // `void promise` marks a promise that is deliberately not awaited.
      "@typescript-eslint/no-floating-promises": ["error", { ignoreVoid: true }],
    },
  },
  {
    // These parts read foreign texts, so every regular expression must run in linear time.
    files: ["client/**", "server/**", "common/**"],
    plugins: { regexp },
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "URL", property: "canParse", message: "It accepts some that new URL() throws on: parsedUrl(…)." },
      ],
      "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
      "regexp/no-super-linear-move": ["error", { report: "potential" }],
    },
  },
  { files: ["server/**", "common/**", "cli/**"], rules: { "no-restricted-syntax": ["error", IGNORED] } },
  {
    files: ["client/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        IGNORED,
        {
          selector: "CatchClause > BlockStatement[body.length=0]",
          message: "Say what failed, or return what counts then.",
        },
        {
          // Values in messages may come from a folder or a server.
          selector:
            'CallExpression[callee.object.name="window"][callee.property.name=/^show(Information|Warning|Error)Message$/]:not([arguments.0.callee.name="plainText"])',
          message: "Show plainText(…): names and answers of others must not become links, icons or hidden characters.",
        },
      ],
    },
  },
  { files: ["**/*.mjs", "**/*.cjs"], extends: [tseslint.configs.disableTypeChecked] },
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  {
    // Scripts and test helpers print to a terminal; tests may assert non-null.
    files: ["test/**/*.ts", "release/**/*.ts"],
    rules: {
      "no-console": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-restricted-syntax": [
        "error",
        {
          selector: 'Property[key.name="numRuns"] > Literal',
          message: "Say runs(…), so that npm run fuzz tries more.",
        },
      ],
    },
  },
  {
    // The extension host loads these files unbundled.
    files: ["test/editor/standIns/**"],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },

  // The wall between the parts; the table in CONTRIBUTING.md says what each is for.
  forbid(["client/**"], OF_CLIENT),
  ...forbidUpwards("client/src", CLIENT_LAYERS, OF_CLIENT),
  forbid(["cli/**"], {
    paths: [{ ...VSCODE, allowTypeImports: false }],
    patterns: [{ regex: "/(client|server)/", message: "argus-token knows the window by common/ alone." }],
  }),
  forbid(["common/**"], {
    paths: [{ ...VSCODE, allowTypeImports: false }],
    patterns: [
      { regex: "/(cli|client|server)/|languageserver|languageclient", message: "Both halves build upon common/." },
    ],
  }),
  forbid(["server/**"], {
    paths: [{ ...VSCODE, allowTypeImports: false }],
    patterns: [{ regex: "/client/", message: "The worker knows nothing of the client." }],
  }),
  forbid(["server/src/http/**"], OF_HTTP),
  ...forbidUpwards("server/src/http", HTTP_LAYERS, OF_HTTP),
  forbid(["server/src/oauth/**"], {
    paths: [{ ...VSCODE, allowTypeImports: false }],
    patterns: [{ regex: "languageserver|/http/|/client/", message: "The OAuth code knows no LSP." }],
  }),
  forbid(["test/unit/**", "test/sandbox/**", "test/host/**", "test/ui/**"], { paths: [VSCODE] }),
);
