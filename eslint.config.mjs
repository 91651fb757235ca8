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
 * Forbids the parts of a folder, which may be folders or files, to import those that are built upon them.
 *
 * @param layers from the ground up; parts of one layer do not know each other
 * @param rules that hold for the whole folder too: of several for one file the last one counts
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
/** What runs a command is on top. */
const CLIENT_LAYERS = [
  ["text"],
  ["failures"],
  ["settings"],
  ["prompts"],
  ["worker", "session", "credentials"],
  ["documents", "git", "profiles", "variables"],
  ["tokens"],
  ["edits", "answers", "sharing", "statusBar", "terminal"],
  ["calls"],
  ["commands"],
];

const OF_HTTP = {
  paths: [{ ...VSCODE, allowTypeImports: false }, "vscode-languageserver/node", "node:http", "node:https"],
  patterns: [{ regex: "oauth|network|/client/", message: "Analysis is text in, facts out." }],
};
const HTTP_LAYERS = [["parse"], ["facts"], ["edits"], ["diagnostics"], ["features"]];

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
      // What a rest is without.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      // `void promise` has to be written where a promise is left alone on purpose.
      "@typescript-eslint/no-floating-promises": ["error", { ignoreVoid: true }],
    },
  },
  {
    // They meet texts of others: none may take more than linear time.
    files: ["client/**", "server/**", "common/**"],
    plugins: { regexp },
    rules: {
      "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
      "regexp/no-super-linear-move": ["error", { report: "potential" }],
    },
  },
  {
    // What is put into a message can come from a folder or a server.
    files: ["client/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
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
    // Scripts and test helpers talk to a terminal; tests chain on what they know to be there.
    files: ["test/**/*.ts", "release/**/*.ts"],
    rules: {
      "no-console": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    // The extension host loads them as they are.
    files: ["test/editor/standIns/**"],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },

  // The wall between the parts (the table in CONTRIBUTING.md says what each is for).
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
