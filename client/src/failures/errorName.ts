/** The loggable part of anything thrown: its message could quote anything. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
