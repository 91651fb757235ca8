import type { VSCodePage } from "./page.ts";

/** The system's theme preferences, and the editor's themes for them. */
const THEMES = [
  { name: "light", media: { colorScheme: "light", forcedColors: "none" }, css: "vs" },
  { name: "dark", media: { colorScheme: "dark", forcedColors: "none" }, css: "vs-dark" },
  { name: "contrast", media: { colorScheme: "dark", forcedColors: "active" }, css: "hc-black" },
] as const;

/** Settings with which the editor follows the system's preference. */
export const THEME_SETTINGS = { "window.autoDetectColorScheme": true, "window.autoDetectHighContrast": true };

/** Saves screenshots in each theme as `<name>-<theme>`, without closing anything. */
export async function screenshots(ui: VSCodePage, name: string): Promise<void> {
  for (const { name: theme, media, css } of THEMES) {
    await ui.page.emulateMedia(media);
    await ui.page.locator(`.monaco-workbench.${css}`).waitFor();
    await ui.screenshot(`${name}-${theme}`);
  }
}
