/** Distinguishes the tests' own output from an editor's other messages; see testConsole.ts and testPage.ts. */

/** The invisible prefix of each text that the tests print. */
export const TEST_MARK = "\u2063tests\u2063";

/** Printed when all tests have run: an extension host that dies leaves the exit code at 0. */
export const TEST_END = `${TEST_MARK}ended`;
