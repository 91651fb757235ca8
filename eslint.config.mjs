import { defineConfig, globalIgnores } from "eslint/config";
import importX from "eslint-plugin-import-x";
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

/** The analysis of `.http` text, in layers: none knows those that are built upon it. */
const forbidInHttp = (files, ...above) =>
  forbid([`server/src/http/${files}`], {
    paths: [{ ...VSCODE, allowTypeImports: false }, "vscode-languageserver/node", "undici"],
    patterns: [
      { regex: "oauth|network|/client/", message: "Analysis is text in, facts out." },
      ...above.map((layer) => ({ regex: `^\\.\\./${layer}/`, message: `${layer}/ is built upon this layer.` })),
    ],
  });

/** The folders of `client/src/` from the ground up: each builds on those before it. What runs a command is on top. */
const CLIENT_LAYERS = [
  ["text"],
  ["failures"],
  ["settings"],
  ["prompts"],
  ["worker", "session", "credentials"],
  ["documents", "profiles"],
  ["tokens"],
  ["edits", "answers", "sharing", "statusBar"],
  ["calls"],
  ["commands"],
];

const WORKER_BY_PROTOCOL = {
  regex: "server/src/(?!protocol\\.ts$)",
  message: "The client knows the worker by protocol.ts alone.",
};

const forbidInClient = CLIENT_LAYERS.flatMap((layer, at) => {
  const others = [...layer, ...CLIENT_LAYERS.slice(at + 1).flat()].join("|");
  const forbidFrom = (place, start) =>
    forbid(
      layer.map((name) => `client/src/${name}${place}`),
      {
        patterns: [
          WORKER_BY_PROTOCOL,
          { regex: `^${start}(${others})(/|\\.)`, message: "It is built upon this one, or stands beside it." },
        ],
      },
    );
  return [forbidFrom("/**", "\\.\\./"), forbidFrom(".ts", "\\./")];
});

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
  { files: ["**/*.mjs", "**/*.cjs"], extends: [tseslint.configs.disableTypeChecked] },
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  {
    // Scripts and test helpers talk to a terminal; tests chain on what they know to be there.
    files: ["test/**/*.ts"],
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
  forbid(["client/**"], { patterns: [WORKER_BY_PROTOCOL] }),
  ...forbidInClient,
  forbid(["server/**"], {
    paths: [{ ...VSCODE, allowTypeImports: false }],
    patterns: [{ regex: "/client/", message: "The worker knows nothing of the client." }],
  }),
  forbidInHttp("**"),
  forbidInHttp("parse/**", "facts", "edits", "diagnostics", "features"),
  forbidInHttp("facts/**", "edits", "diagnostics", "features"),
  forbidInHttp("edits/**", "diagnostics", "features"),
  forbidInHttp("diagnostics/**", "features"),
  forbid(["server/src/oauth/**"], {
    paths: [{ ...VSCODE, allowTypeImports: false }],
    patterns: [{ regex: "languageserver|/http/|/client/", message: "The OAuth code knows no LSP." }],
  }),
  forbid(["test/unit/**", "test/sandbox/**", "test/host/**", "test/ui/**"], { paths: [VSCODE] }),
);
