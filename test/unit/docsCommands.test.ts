import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checksums } from "../../release/checksums.ts";
import { homepage, readManifest, vsixName } from "../../release/manifest.ts";
import { OPEN_VSX } from "../../release/registries.ts";
import { startSandbox } from "../sandbox/sandbox.ts";
import { CHECKOUT, makeHome, run, tokenFrom } from "./terminal/setup.ts";

const MANIFEST = readManifest();
const VSIX = vsixName(MANIFEST);
const HOUSE = homepage(MANIFEST);

const read = (path: string): string => readFileSync(join(CHECKOUT, path), "utf8");
const PAGES = [".", "docs", ".github/ISSUE_TEMPLATE"]
  .flatMap((folder) => readdirSync(join(CHECKOUT, folder)).map((name) => join(folder, name)))
  .filter((path) => /\.(md|yml)$/.test(path))
  .map(read);

/** Tries a command, or says what runs it (a file and what it says there), or why nothing can. */
type Trial = ((this: Mocha.Context) => Promise<void>) | { runBy: [file: string, text: string] } | { notRun: string };

/** The lines of all blocks of shell commands. The one-liners of docs/terminals.md are tried in terminal/recipes.test.ts. */
const TRIALS: Record<string, Trial> = {
  [`code --install-extension ${VSIX}`]: { runBy: ["test/package/install.test.ts", '"--install-extension"'] },
  'curl -H "Authorization: Bearer $(argus-token)" https://api.mnemonic.no/authentication/v1/oauth/userinfo':
    asksUserinfo,
  "npm ci && npm start": { runBy: ["test/fresh/run", 'for script in "${@:-test start}"'] },
  "npm ci && npm test": { runBy: ["test/fresh/run", 'for script in "${@:-test start}"'] },
  "sha256sum --check SHA256SUMS": checksDigests,
  [`gh attestation verify ${VSIX} --repo ${new URL(HOUSE).pathname.slice(1)}`]: {
    notRun: "the forge attests a release that its workflow built",
  },
  [`npx ${ovsx()} verify ${VSIX}`]: { notRun: "Open VSX signs what was published there" },
  [`git clone --branch v${MANIFEST.version} ${HOUSE}.git`]: { runBy: ["release/main.ts", '"git", "clone"'] },
  [`cd ${MANIFEST.name}`]: { notRun: "it follows the clone" },
  "npm ci": { runBy: ["release/main.ts", '"npm", "ci"'] },
  "npm run package": { runBy: ["release/main.ts", '"npm", "run", "package"'] },
  [`sha256sum ${VSIX}`]: checksDigests,
  "npm run release": { runBy: [".github/workflows/release.yml", "run: npm run release"] },
};

/** Open VSX' program, in the version that publishes. */
function ovsx(): string | undefined {
  return OPEN_VSX.command.find((word) => word.startsWith("ovsx@"));
}

async function asksUserinfo(this: Mocha.Context): Promise<void> {
  if (process.platform === "win32" || spawnSync("curl", ["--version"]).error !== undefined) this.skip();
  const [home, sandbox] = [makeHome(), await startSandbox()];
  try {
    const token = await tokenFrom(sandbox);
    await home.open(() => Promise.resolve(token));
    const [line] = Object.keys(TRIALS).filter((command) => command.startsWith("curl "));
    const here = line!.replace("https://api.mnemonic.no", sandbox.url);
    const { stdout } = await run("sh", ["-c", here], { env: { ...home.environment, no_proxy: "*" } });
    assert.match(stdout, /"sub"|"username"/);
  } finally {
    home.dispose();
    await sandbox.close();
  }
}

async function checksDigests(this: Mocha.Context): Promise<void> {
  if (process.platform !== "linux") this.skip();
  const folder = mkdtempSync(join(tmpdir(), "argus-digests-"));
  try {
    writeFileSync(join(folder, VSIX), "the package");
    writeFileSync(join(folder, `${VSIX}.cdx.json`), "{}");
    const sums = checksums(folder, [VSIX, `${VSIX}.cdx.json`]);
    writeFileSync(join(folder, "SHA256SUMS"), sums);
    const check = () => run("sh", ["-c", "sha256sum --check SHA256SUMS"], { cwd: folder });
    assert.equal((await check()).code, 0);
    assert(sums.startsWith((await run("sh", ["-c", `sha256sum ${VSIX}`], { cwd: folder })).stdout));
    writeFileSync(join(folder, VSIX), "another package");
    assert.equal((await check()).code, 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the commands of README and docs", () => {
  const lines = PAGES.flatMap((text) => [...text.matchAll(/^ *```(?:sh|bash|console)\n([^]*?)^ *```$/gm)])
    .flatMap(([, block]) => block!.split("\n"))
    .map((line) => line.replace(/ +#.*$/, "").trim())
    .filter((line) => line !== "");

  it("are those that are tried or accounted for here", () => {
    assert.deepEqual([...new Set(lines)].sort(), Object.keys(TRIALS).sort());
  });

  for (const [line, trial] of Object.entries(TRIALS)) {
    if (typeof trial === "function") it(`work: ${line}`, trial);
    else if ("runBy" in trial) {
      const [file, text] = trial.runBy;
      it(`are run by ${file}: ${line}`, () => {
        assert(read(file).includes(text));
      });
    }
  }

  it("name programs of the checkout that can be started", () => {
    const programs = PAGES.flatMap((text) =>
      [...text.matchAll(/`(test\/fresh\/run|\.ci\/run)\b/g)].map(([, path]) => path!),
    );
    assert(programs.length > 1);
    for (const program of new Set(programs)) accessSync(join(CHECKOUT, program), constants.X_OK);
  });

  it("have settings that exist, with values that they take", () => {
    const { contributes } = JSON.parse(read("package.json")) as {
      contributes: { configuration: { properties: Record<string, { type?: unknown; enum?: unknown[] }> } };
    };
    const blocks = PAGES.flatMap((text) => [...text.matchAll(/^```jsonc?\n([^]*?)^```$/gm)]);
    const settings = blocks.flatMap(([, block]) => Object.entries(JSON.parse(block!) as Record<string, unknown>));
    const ours = settings.filter(([name]) => name.startsWith("argus."));
    assert(ours.length > 2);
    for (const [name, value] of ours) {
      const { type, enum: values } = contributes.configuration.properties[name] ?? {};
      assert(values === undefined ? [type].flat().includes(typeof value) : values.includes(value), name);
    }
  });
});

describe("the links of README and docs", () => {
  /** The addresses of other people's pages, which a test without a network cannot open. */
  const FOREIGN = [
    /^https:\/\/keepachangelog\.com\/en\/\d\.\d\.\d\/$/,
    /^https:\/\/semver\.org\/$/,
    /^https:\/\/www\.contributor-covenant\.org\/version\/\d\/\d\/code_of_conduct\/$/,
  ];

  it("lead to the project's home page or to known pages", () => {
    const links = PAGES.flatMap((text) => [...text.matchAll(/\]\((https?:[^)\s]*)\)/g)].map(([, link]) => link!));
    assert(links.length > 2);
    const unknown = links.filter((link) => !link.startsWith(`${HOUSE}/`) && !FOREIGN.some((form) => form.test(link)));
    assert.deepEqual(unknown, []);
  });

  it("name no other home page of the project", () => {
    const others = PAGES.flatMap(
      (text) => text.match(/(?:https:\/\/)?(?:github|gitlab|codeberg)\.\w+\/[\w./-]+/g) ?? [],
    );
    assert.deepEqual(
      others.filter((link) => !link.replace(/^(https:\/\/)?/, "https://").startsWith(HOUSE)),
      [],
    );
  });
});
