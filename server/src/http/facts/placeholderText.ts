/** Text in place of a secret: a reference to a shell's variable, `<your key>`, `xxxx`. */

/** In UTF-16 units; anything longer is treated as a secret. */
const LONGEST = 1024;

/**
 * `$X`, `${X}`, `$env:X`, `$(command)`, `%X%`, `!X!`, `#{X}`, `` `command` ``, `process.env.X`, `os.environ["X"]`,
 * and the syntax of template languages.
 */
const REFERENCES =
  /\$\((?:[^()]|\([^()]*\))*\)|[$#]\{[^{}]*\}|\$(?:env:)?\w+(?:\.\w+)*|%[a-z_]\w*(?::[^%\s]*)?%|![a-z_]\w*!|`[^`]*`|\{\{[^{}]*\}\}|<%[^%]*%>|\b(?:process\.env|import\.meta\.env|os\.environ|env)(?:\.\w+|\[[^\]]*\])/gi;

/** `<key>` and the like, and what a tool replaces: `ENC[…]`, `((key))`, `@Microsoft.KeyVault(…)`. */
const BRACKETED =
  /^(?:<[^<>]*>|[A-Z]*\[[^[\]]*\]|\{[^{}]*\}|«[^«»]*»|‹[^‹›]*›|__\w+__|@\w+@|\(\([^()]*\)\)|@[\w.]+\([^()]*\))$/;

/** Where a secret is: a file, or a URI such as `vault:path#key`. */
const LOCATION = /^(?:(?:~|\.{1,2})?\/|@|[a-z][\w+.-]*:\/\/|(?:vault|ssm|sops|keyring|secrets?):)\S+$/i;

/** One repeated character, perhaps in groups: `xxxx`, `***`, `…`, `XXXX-XXXX`. */
const REPEATED = /^(?:…|([\p{L}\p{N}*.•_?#-])\1{2,}(?:(?!\1)[-_. ]\1{2,})*)$/u;

/** Words that only a placeholder contains. */
const TELLING = new Set("your changeme replaceme placeholder redacted todo fixme tbd".split(" "));

/** Words that describe a secret. A value with only such words is a description. */
const DESCRIBING = new Set(
  (
    "a access an api apikey argus argusapikey auth change demo dummy enter example fake goes here hidden insert is key masked me my null paste " +
    "put removed replace sample secret some test the this token undefined value with " +
    "bytt din ditt erstatt hemmelig her inn lim min mitt nøkkel nøkkelen sett skriv tokenet"
  ).split(" "),
);

/**
 * Is a value a placeholder for a secret? If it has several parts, such as an API key's `user/key/secret`, only the last
 * one decides: the others are not secret.
 */
export function isPlaceholder(text: string): boolean {
  const value = unquoted(text.trim());
  if (value === "" || value.length > LONGEST) return value === "";
  if (BRACKETED.test(value) || LOCATION.test(value)) return true;
  const rest = value.replace(REFERENCES, "");
  const isReference = rest !== value;
  const secret = rest.slice(rest.lastIndexOf("/") + 1);
  if (isReference) return !/[\p{L}\p{N}]/u.test(secret);
  if (BRACKETED.test(secret) || REPEATED.test(secret)) return true;
  const words = wordsOf(value);
  if (words.some((word) => TELLING.has(word)) || /(?:change|replace)[-_ ]?(?:me|this)/i.test(value)) return true;
  // `my/api/key` looks like a real key.
  return secret === value && words.length > 0 && words.every((word) => DESCRIBING.has(word));
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2]?.trim() ?? text;
}

/** In lower case; the same for `YOUR_API_KEY`, `your-api-key` and `yourApiKey`. */
function wordsOf(text: string): string[] {
  const spaced = text.replace(/([a-z])([A-Z])/g, "$1 $2");
  return spaced.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
