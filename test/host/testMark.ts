/** How the tests' own output is told from what else an editor says; see testConsole.ts and testPage.ts. */

/** Begins each text that the tests print. Nothing shows of it. */
export const TEST_MARK = "\u2063tests\u2063";

/** What the tests print when they have run to their end: an extension host that dies leaves the exit code at 0. */
export const TEST_END = `${TEST_MARK}ended`;
