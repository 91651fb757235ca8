/** What of something that was thrown may be told and logged. Its message could quote anything. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
