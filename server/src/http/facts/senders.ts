import type { AnalysisContext } from "./analysisContext.ts";

/** Does the editor have the extension? Some editors do not say what they have. */
export function isInstalled(id: string, { settings }: AnalysisContext): boolean {
  return settings.otherExtensions?.some((other) => other.toLowerCase() === id) ?? false;
}
