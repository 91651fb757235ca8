/**
 * Ignores a rejection on purpose. Lint requires it in place of an empty handler.
 *
 * @param _reason why that is right, for readers of the code
 */
// eslint-disable-next-line @typescript-eslint/no-unused-vars
export function ignored(_reason: string): () => undefined {
  return () => undefined;
}
