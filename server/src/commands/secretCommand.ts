import { execFile } from "node:child_process";
import * as l10n from "@vscode/l10n";
import type { Result } from "../../../common/protocol/errors.ts";

/** In ms; long enough for a person to enter a passphrase. */
const TIMEOUT = 120_000;

/**
 * The first line of a program's output. The output is a secret and its standard error may quote it, so failures mention
 * only the program's name and exit code.
 *
 * @param argv the program and its arguments
 */
export function readSecret([program = "", ...args]: readonly string[]): Promise<Result<string>> {
  return new Promise((resolve) => {
    const failed = (message: string): void => {
      resolve({ ok: false, error: { code: "invalidCredential", message } });
    };
    execFile(program, args, { timeout: TIMEOUT, windowsHide: true }, (error, stdout) => {
      const [secret = ""] = stdout.split(/\r?\n/, 1);
      if (error) failed(l10n.t("The credential command “{0}” failed ({1}).", program, String(error.code ?? "timeout")));
      else if (secret === "") failed(l10n.t("The credential command “{0}” printed nothing.", program));
      else resolve({ ok: true, value: secret });
    });
  });
}
