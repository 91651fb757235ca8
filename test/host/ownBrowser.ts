import { execFile } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createBrotliDecompress } from "node:zlib";
import { installFromNpm } from "./npmCache.ts";

const VERSION = "153.0.0";
/** Part of the folder's name: raise it when `unpack` below changes. */
const REVISION = 1;

/** The package's own configuration names folders of one cloud; the system's fonts, if any, come first. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

export interface Browser {
  executable: string;
  /** Additional environment variables. */
  env: Record<string, string>;
}

/** Whether there is a Chromium for this machine in the npm registry. */
export function ownBrowserExists(): boolean {
  return process.platform === "linux" && process.arch === "x64";
}

/**
 * Installs a headless Chromium from the npm registry, once. It includes fonts and system libraries that a minimal
 * system lacks, and needs no root rights.
 *
 * @throws Error in one sentence, when npm fails or the browser does not start here
 */
export async function installOwnBrowser(): Promise<Browser> {
  const home = await installFromNpm({
    title: `Chromium ${VERSION.split(".")[0]}`,
    folder: `chromium-${VERSION}-${REVISION}`,
    npmPackage: `@sparticuz/chromium@${VERSION}`,
    megabytes: 215,
    finish: async (folder) => {
      await unpack(folder);
      // Kept only if it starts: a missing library should be reported here, not by the first test.
      await start(browserIn(folder));
    },
  });
  return browserIn(home);
}

function browserIn(home: string): Browser {
  return {
    executable: join(home, "chromium"),
    env: {
      LD_LIBRARY_PATH: [join(home, "libraries", "lib"), process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(":"),
      FONTCONFIG_PATH: process.env["FONTCONFIG_PATH"] ?? join(home, "fonts"),
    },
  };
}

/** The package's own function unpacks into the temporary folder, for the machines of one cloud. */
async function unpack(folder: string): Promise<void> {
  const packed = join(folder, "node_modules", "@sparticuz", "chromium", "bin");
  const { extract } = createRequire(join(folder, "package.json"))("tar-fs") as {
    extract: (into: string) => NodeJS.WritableStream;
  };
  const read = (name: string) => [createReadStream(join(packed, name)), createBrotliDecompress()] as const;
  await pipeline(...read("chromium.br"), createWriteStream(join(folder, "chromium"), { mode: 0o755 }));
  await pipeline(...read("al2023.tar.br"), extract(join(folder, "libraries")));
  await pipeline(...read("fonts.tar.br"), extract(join(folder, "fonts")));
  await pipeline(...read("swiftshader.tar.br"), extract(folder));
  await writeFile(join(folder, "fonts", "fonts.conf"), FONTS);
  await rm(join(folder, "node_modules"), { recursive: true });
}

async function start({ executable, env }: Browser): Promise<void> {
  try {
    await promisify(execFile)(executable, ["--no-sandbox", "--version"], { env: { ...process.env, ...env } });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Error(
      `Chromium from npm does not start here: ${said.split("\n")[0]}. Install a Chromium or Chrome, or name one in CHROMIUM.`,
      { cause: error },
    );
  }
}
