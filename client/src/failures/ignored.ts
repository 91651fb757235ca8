/**
 * Handles a rejection that nothing needs to follow. The lint rule asks for it in the place of an empty handler.
 *
 * @param _reason why nothing happens, for readers of the code
 */
// eslint-disable-next-line @typescript-eslint/no-unused-vars
export function ignored(_reason: string): () => undefined {
  return () => undefined;
}
