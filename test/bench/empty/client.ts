/** An extension that does nothing: what VS Code itself needs for an activation. */
export function activate(): void {
  // Nothing.
}
