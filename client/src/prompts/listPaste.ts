import { commands, type Disposable, env } from "vscode";
import { ignored } from "../../../common/ignored.ts";

/** A `when` clause's key: one of our lists is open. */
const IS_OPEN = "argus.isListOpen";

/** What the open list does with pasted text; nothing if its filter is VS Code's own. */
let take: ((text: string) => void) | undefined;

/**
 * Takes over the paste shortcut while one of our lists is open. A list's filter would show a key that is pasted too
 * early until the extension hears of it.
 */
export async function guardPaste<T>(shown: Thenable<T>, paste: (text: string) => void = () => undefined): Promise<T> {
  take = paste;
  tell(true);
  try {
    return await shown;
  } finally {
    // The next list may be open already.
    if (take === paste) {
      take = undefined;
      tell(false);
    }
  }
}

/** The command of the paste shortcut. */
export function registerListPaste(): Disposable {
  return commands.registerCommand("argus.pasteIntoList", async () => {
    take?.(await env.clipboard.readText());
  });
}

function tell(isOpen: boolean): void {
  commands
    .executeCommand("setContext", IS_OPEN, isOpen)
    .then(undefined, ignored("the filter still drops what is pasted"));
}
