import type { Locator } from "playwright-core";

/** A line of the document as the editor draws it. */
export interface DrawnLine {
  /** The document's own text. */
  text: string;
  /** Text that decorations add, and the middle of it in CSS pixels of the page. */
  inline: { text: string; x: number; y: number }[];
}

/** The few page types used here, because scripts are compiled without the browser's. */
interface PageElement {
  textContent: string;
  style: { top: string };
  querySelectorAll: (selector: string) => Iterable<PageElement>;
  getBoundingClientRect: () => { x: number; y: number; width: number; height: number };
}
declare function getComputedStyle(element: PageElement, pseudo: string): { content: string };

/** The visible lines of a text editor from top to bottom, all read at one moment. */
export async function drawnLines(editor: Locator): Promise<DrawnLine[]> {
  const lines = await editor.locator(".view-lines > .view-line").evaluateAll((elements) =>
    (elements as unknown as PageElement[])
      .map((line) => ({
        // The page contains the lines in any order.
        top: Number.parseFloat(line.style.top),
        text: line.textContent,
        inline: [...line.querySelectorAll("span[class*=ced-]")].flatMap((span) =>
          // A decoration's text is not in an element, but in the `content` of a CSS rule for its class.
          ["::before", "::after"].map((pseudo) => {
            const { x, y, width, height } = span.getBoundingClientRect();
            return { text: getComputedStyle(span, pseudo).content, x: x + width / 2, y: y + height / 2 };
          }),
        ),
      }))
      .sort((a, b) => a.top - b.top),
  );
  return lines.map(({ text, inline }) => ({
    text: plain(text),
    // A CSS string, or the word `none`.
    inline: inline
      .filter((drawn) => drawn.text.startsWith('"'))
      .map((drawn) => ({ ...drawn, text: plain(JSON.parse(drawn.text) as string) })),
  }));
}

/** Lenses from top to bottom and from left to right; the page has a row that was drawn again at its end. */
export async function drawnLenses(lenses: Locator): Promise<{ title: string; index: number }[]> {
  const drawn = await lenses.evaluateAll((elements) =>
    (elements as unknown as PageElement[]).map((lens, index) => {
      const { x, y } = lens.getBoundingClientRect();
      return { title: lens.textContent.trim(), index, x, y };
    }),
  );
  return drawn.sort((one, other) => one.y - other.y || one.x - other.x);
}

/** The editor draws spaces as no-break spaces. */
export function plain(text: string): string {
  return text.replaceAll("\u00a0", " ");
}
