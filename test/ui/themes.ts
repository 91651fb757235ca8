import type { VSCodePage } from "./page.ts";

/** What a person's system prefers, and what the editor makes of it. */
const THEMES = [
  { name: "light", media: { colorScheme: "light", forcedColors: "none" }, css: "vs" },
  { name: "dark", media: { colorScheme: "dark", forcedColors: "none" }, css: "vs-dark" },
  { name: "contrast", media: { colorScheme: "dark", forcedColors: "active" }, css: "hc-black" },
] as const;

/** Settings with which the editor follows the system's preference. */
export const THEME_SETTINGS = { "window.autoDetectColorScheme": true, "window.autoDetectHighContrast": true };

/** Saves what is to be seen as it looks in each theme, as `<name>-<theme>`; what is open stays open. */
export async function screenshots(ui: VSCodePage, name: string): Promise<void> {
  for (const { name: theme, media, css } of THEMES) {
    await ui.page.emulateMedia(media);
    await ui.page.locator(`.monaco-workbench.${css}`).waitFor();
    await ui.screenshot(`${name}-${theme}`);
  }
}
