/** A command's words and options as yargs-parser 21, REST Client's parser of arguments, takes them. */
export interface CommandOptions {
  /** What belongs to no option, with its quotes; the first one is `curl`. */
  readonly words: readonly string[];
  /** Values by name, without the hyphens; empty where there is none. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** REST Client knows no options: the word after an option is its value, unless it looks like an option. Nothing is escaped. */
export function optionsOf(line: string): CommandOptions {
  const tokens = tokensOf(line);
  const words: string[] = [];
  const options = new Map<string, string[]>();
  const add = (name: string, value = ""): void => {
    options.set(name, [...(options.get(name) ?? []), value]);
  };
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    const next = tokens[at + 1];
    const value = (): string | undefined => {
      if (next === undefined || (next.startsWith("-") && !/^-\d/.test(next))) return undefined;
      at++;
      return unquoted(next);
    };
    if (token === "--") {
      words.push(...tokens.slice(at + 1));
      break;
    }
    const [, long, assigned] = /^--([^=]+)(?:=(.*))?$/s.exec(token) ?? [];
    if (long?.startsWith("no-") === true && assigned === undefined) {
      add(long.slice("no-".length));
    } else if (long !== undefined) {
      add(long, assigned === undefined ? value() : unquoted(assigned));
    } else if (/^-[^-]/.test(token)) {
      addLetters(token.slice(1), add, value);
    } else words.push(token);
  }
  return { words, options };
}

/** `-abc` are three, `-a=b` and `-a'b'` one with its value. */
function addLetters(
  letters: string,
  add: (name: string, value?: string) => void,
  value: () => string | undefined,
): void {
  for (let at = 0; at < letters.length; at++) {
    const letter = letters.charAt(at);
    const rest = letters.slice(at + 1);
    if (rest === "") {
      add(letter, value());
    } else if (rest.startsWith("=")) {
      add(letter, unquoted(rest.slice(1)));
      return;
    } else if (/^[^\w]/.test(rest) || (/[A-Za-z]/.test(letter) && /^-?\d+(?:\.\d+)?$/.test(rest))) {
      add(letter, unquoted(rest));
      return;
    } else add(letter);
  }
}

/** Words between spaces; quotes hold them together, and stay. */
function tokensOf(line: string): string[] {
  const tokens: string[] = [];
  let token: string | undefined;
  let open = "";
  let before = "";
  for (const character of line.trim()) {
    if (character === " " && open === "") {
      if (before !== " ") {
        tokens.push(token ?? "");
        token = undefined;
      }
    } else {
      if (character === open) open = "";
      else if (open === "" && (character === "'" || character === '"')) open = character;
      token = (token ?? "") + character;
    }
    before = character;
  }
  return token === undefined ? tokens : [...tokens, token];
}

/** Without the quotes around the whole of it. */
function unquoted(text: string): string {
  const first = text.charAt(0);
  return text.length > 1 && (first === "'" || first === '"') && text.endsWith(first) ? text.slice(1, -1) : text;
}
