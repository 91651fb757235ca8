/** Parses the words of a `curl` command into options and values. */
import type { Shell } from "./model.ts";
import type { BlockPosition, Word } from "./shell.ts";

/** Options that take a value; all others starting with `-` take none. @see https://curl.se/docs/manpage.html */
const SHORT_WITH_VALUE = new Set("AbcCdDeEFHKmoPQrtTuUwxXyYz");
const LONG_WITH_VALUE = new Set(
  (
    "abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to " +
    "continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw " +
    "data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech " +
    "egd-file engine etag-compare etag-save expect100-timeout form form-string happy-eyeballs-timeout-ms " +
    "haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json keepalive-cnt " +
    "keepalive-time key key-type libcurl limit-rate local-port login-options max-filesize max-redirs max-time " +
    "netrc-file noproxy oauth2-bearer output output-dir parallel-max parallel-max-host pass pinnedpubkey preproxy " +
    "proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers " +
    "proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name " +
    "proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote " +
    "random-file range rate referer request request-target resolve retry retry-delay retry-max-time sasl-authzid " +
    "service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time stderr " +
    "time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket " +
    "upload-file upload-flags url url-query user user-agent variable vlan-priority write-out"
  ).split(" "),
);

/** The long names of the options that matter here. */
const LONG_NAMES: Readonly<Record<string, string>> = {
  d: "data",
  F: "form",
  G: "get",
  H: "header",
  I: "head",
  T: "upload-file",
  u: "user",
  X: "request",
};

/** The prefix of a long option. */
export const OPTION_MARK = "--";

/** Everything after it is a plain argument. */
export const END_OF_OPTIONS = "--";

/** A block's text and the shell that its command is written for. */
export interface Source {
  readonly text: string;
  /** The offset of the block. */
  readonly offset: number;
  readonly shell: Shell;
}

/** An option by its long name, or a plain argument without a name; `start…end` is the value with its quotes. */
export interface Argument {
  readonly option: string;
  readonly start: BlockPosition;
  readonly end: BlockPosition;
  /**
   * Where the option starts, and where the word before it ends. For one of several letters, as in `-sH`, both are at
   * that letter.
   */
  readonly first: BlockPosition;
  readonly before: BlockPosition;
}

/** Splits words into options and plain arguments: `-H x`, `-Hx`, `-sSH x`, `--header x`, `--header=x`. */
export function argumentsOf(source: Source, [command, ...words]: readonly Word[]): Argument[] {
  const all: Argument[] = [];
  let waiting: Pick<Argument, "option" | "first" | "before"> | undefined;
  let areOptionsOver = false;
  let before = command?.end;
  for (const { start, end } of words) {
    const word = written(source, start, end);
    const whole = { first: start, before: before ?? start };
    before = end;
    if (waiting !== undefined) {
      all.push({ ...waiting, start, end });
      waiting = undefined;
    } else if (areOptionsOver || !word.startsWith("-") || word === "-") {
      all.push({ option: "", start, end, ...whole });
    } else if (word === END_OF_OPTIONS) {
      areOptionsOver = true;
      all.push({ option: END_OF_OPTIONS, start: end, end, ...whole });
    } else if (word.startsWith(OPTION_MARK)) {
      const [name = ""] = word.slice(OPTION_MARK.length).split("=", 1);
      const valueAt = OPTION_MARK.length + name.length + 1;
      if (valueAt <= word.length) all.push({ option: name, start: movedBy(start, valueAt), end, ...whole });
      else if (LONG_WITH_VALUE.has(name)) waiting = { option: name, ...whole };
      else all.push({ option: name, start: end, end, ...whole });
    } else {
      for (let index = 1; index < word.length; index++) {
        const letter = word.charAt(index);
        const option = LONG_NAMES[letter] ?? letter;
        const position = movedBy(start, index);
        const own = index === 1 ? whole : { first: position, before: position };
        if (!SHORT_WITH_VALUE.has(letter)) {
          all.push({ option, start: end, end, ...own });
          continue;
        }
        if (index + 1 < word.length) all.push({ option, start: movedBy(start, index + 1), end, ...own });
        else waiting = { option, ...own };
        break;
      }
    }
  }
  return all;
}

/** A position further along the same line, by UTF-16 units. */
export function movedBy(position: BlockPosition, length: number): BlockPosition {
  return { offset: position.offset + length, line: position.line, column: position.column + length };
}

export function written({ text, offset }: Source, start: BlockPosition, end: BlockPosition): string {
  return text.slice(offset + start.offset, offset + end.offset);
}
