import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { FrameLocator } from "playwright-core";
import { CHECKOUT, homepage, readManifest, vsixName } from "../../release/manifest.ts";
import { installVSCodeServer } from "../host/install.ts";
import { until } from "../host/until.ts";
import { requestedVersion } from "../host/versions.ts";
import { type Session, startSession } from "../ui/session.ts";

const MANIFEST = readManifest();
const AT_TAG = (kind: "blob" | "raw"): string => `${homepage(MANIFEST)}/${kind}/v${MANIFEST.version}`;

describe("the package, installed", () => {
  let temporary: string;
  let extension: string;
  let session: Session | undefined;
  before(async function () {
    this.timeout(300_000);
    temporary = await mkdtemp(join(tmpdir(), "argus-install-"));
    const server = await installVSCodeServer(requestedVersion());
    const folders = ["extensions", "server-data", "user-data"].map((name) => `--${name}-dir=${join(temporary, name)}`);
    const vsix = join(CHECKOUT, vsixName(MANIFEST));
    const args = [
      join("out", "server-main.js"),
      ...folders,
      "--accept-server-license-terms",
      "--install-extension",
      vsix,
    ];
    const env = { ...process.env, EXTENSIONS_GALLERY: "{}" };
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: server, env });
    assert.match(stdout, /successfully installed/);
    const [folder] = (await readdir(join(temporary, "extensions"))).filter((name) => name.startsWith("argus-tokens."));
    extension = join(temporary, "extensions", folder!);
  });
  afterEach(async () => {
    await session?.close();
    session = undefined;
  });
  after(async () => {
    await rm(temporary, { recursive: true, force: true });
  });

  /** The page that VS Code shows of the extension. */
  async function openPage(colorTheme: string): Promise<FrameLocator> {
    session = await startSession({ extension, settings: { "workbench.colorTheme": colorTheme } });
    const { page } = session.ui;
    // As the forge answers, once it has the tag.
    const pictures = `${AT_TAG("raw")}/`;
    await page
      .context()
      .route(`${pictures}**`, (route) =>
        route.fulfill({ path: join(CHECKOUT, route.request().url().slice(pictures.length)) }),
      );
    await session.ui.command("Extensions: Show Installed Extensions");
    const item = page.locator(".extension-list-item", { hasText: "Argus Tokens" }).first();
    // On a busy machine the first list takes its time.
    await item.waitFor({ timeout: 60_000 });
    await item.click();
    await page.locator(".extension-editor").waitFor();
    return page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  }

  for (const [theme, name] of [
    ["Default Dark Modern", "dark"],
    ["Default Light Modern", "light"],
  ] as const) {
    it(`has a page in VS Code with its pictures, links and licence, in a ${name} theme`, async () => {
      const readme = await openPage(theme);
      const { ui } = session!;
      await readme.locator("h1", { hasText: "Argus Tokens" }).waitFor();
      await until("the pictures", () =>
        readme.locator("img").evaluateAll((pictures) => {
          const all = pictures as unknown as { complete: boolean; naturalWidth: number }[];
          return all.length > 0 && all.every(({ complete, naturalWidth }) => complete && naturalWidth > 0);
        }),
      );
      const links = await readme.locator("a[href]").evaluateAll((all) => {
        const elements = all as unknown as { getAttribute: (name: string) => string }[];
        return elements.map((link) => link.getAttribute("href"));
      });
      assert(links.length > 10);
      assert.deepEqual(
        links.filter((link) => !/^(https:\/\/|#)/.test(link)),
        [],
      );
      assert(links.includes(`${AT_TAG("blob")}/LICENSE`));
      await ui.screenshot(`extension-page-${name}`);
    }).timeout(180_000);
  }
});
