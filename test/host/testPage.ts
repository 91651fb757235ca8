import { format } from "node:util";
import type { BrowserContext } from "playwright-core";
import { TEST_END, TEST_MARK } from "./testMark.ts";

/**
 * Opens an editor that runs tests, and prints their output. The workbench's own messages are shown only if the tests
 * cannot report.
 *
 * @returns the tests' exit code
 * @throws Error when the page or the extension host goes away before the tests have finished
 */
export async function runTestPage(browser: BrowserContext, address: string): Promise<number> {
  const page = browser.pages()[0] ?? (await browser.newPage());
  const aside: string[] = [];
  const said: string[] = [];
  await page.exposeFunction("codeAutomationLog", (_level: string, args: unknown[]) => {
    const text = format(...args);
    if (text.startsWith(TEST_MARK)) said.push(text);
    else aside.push(text);
    if (text.startsWith(TEST_MARK) && text !== TEST_END) console.log(text.slice(TEST_MARK.length));
  });
  let exit: (code: number) => void;
  await page.exposeFunction("codeAutomationExit", (code: number) => {
    exit(code);
  });
  const exitCode = new Promise<number>((resolve, reject) => {
    exit = resolve;
    page.on("crash", () => {
      reject(new Error("The editor's page crashed."));
    });
    page.on("close", () => {
      reject(new Error("The editor's page was closed."));
    });
  });
  await page.goto(address);
  const code = await exitCode;
  if (said.length === 0) console.error(["The tests said nothing. What the editor said:", ...aside].join("\n"));
  if (code === 0 && !said.includes(TEST_END)) throw new Error("The extension host ended before the tests did.");
  return code;
}
