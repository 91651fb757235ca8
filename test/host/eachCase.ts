import assert from "node:assert/strict";

/**
 * Checks many cases in one test. All of them run, and the error names those that failed.
 *
 * @param nameOf names a case in that error
 */
export async function eachCase<T>(
  cases: Iterable<T>,
  nameOf: (each: T) => string,
  check: (each: T) => unknown,
): Promise<void> {
  const failures: string[] = [];
  let count = 0;
  for (const each of cases) {
    count += 1;
    try {
      await check(each);
    } catch (error) {
      failures.push(`${nameOf(each)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  assert(count > 0, "there is no case");
  assert(
    failures.length === 0,
    `${String(failures.length)} of ${String(count)} cases failed.\n${failures.join("\n\n")}`,
  );
}
