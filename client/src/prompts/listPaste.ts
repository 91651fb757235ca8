import { commands, type Disposable, env } from "vscode";
import { ignored } from "../../../common/ignored.ts";

/** A `when` clause's key: one of our lists is open. */
const IS_OPEN = "argus.isListOpen";

/** What the open list does with pasted text; a list without a filter of ours does nothing. */
let take: ((text: string) => void) | undefined;

/**
 * Takes over the keys for pasting while one of our lists is open. A list's filter would show a key that is pasted too
 * early, for as long as it takes the extension to hear of it.
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

/** The command of the keys. */
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
