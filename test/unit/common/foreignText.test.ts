/** Code that reads foreign text takes linear time for any input. Lint checks each regular expression for that. */
import { userinfoSummary } from "../../../client/src/answers/summary.ts";
import { plainText } from "../../../common/plainText.ts";
import { cleanTrace } from "../../../client/src/worker/trace.ts";
import { canonicalAddress } from "../../../common/addresses.ts";
import { defaultUrl } from "../../../common/endpoints.ts";
import { escapeMarkdown } from "../../../common/markdown.ts";
import { Redactor } from "../../../common/redaction.ts";
import { hasScopeCharacters, scopesOf } from "../../../common/scopes.ts";
import { hostOf } from "../../../common/hosts.ts";
import { hasUserInfo, urlWithoutSecrets } from "../../../common/urls.ts";
import { withoutTrailing } from "../../../common/withoutTrailing.ts";
import { splitCredentials } from "../../../server/src/http/facts/authorization.ts";
import { isPlaceholder } from "../../../server/src/http/facts/placeholderText.ts";
import { openTemplate } from "../../../server/src/http/facts/templates.ts";
import { quoted } from "../../../server/src/http/parse/shell.ts";
import { htmlTitle, oneLine } from "../../../server/src/network/page.ts";
import type { HttpAnswer } from "../../../server/src/network/types.ts";
import { retryAfter } from "../../../server/src/network/retryAfter.ts";
import { isExempt } from "../../../server/src/network/noProxy.ts";
import { chooseProxy } from "../../../server/src/network/proxy.ts";
import { readPrivateKey } from "../../../server/src/oauth/privateKey.ts";
import { recordedBody } from "../../../server/src/oauth/recordedBody.ts";
import { refusal } from "../../../server/src/oauth/refusal.ts";
import { assertLinear } from "../linearTime.ts";
import { eachCase } from "../../host/eachCase.ts";

const UNITS = [
  ...Array.from("/\\.- xX0_:@%,;`'\"{}[]()<>&=#*\n\té"),
  ...["\r\n", "пар", "\ufffd", "\u202e", "{{", "}}", "{{a}}", "](", "<title>", "a-", "a.", "eyJ", "-eyJa", "&quot;"],
  ...['error="', "access_token", "access_token ", '"access_token":"', "\\u00", "%2", "::", "-----BEGIN A-----\n", "$("],
];

const URL_HERE = new URL("https://argus.example/");

function answer(body: string, headers: Record<string, string> = {}): HttpAnswer {
  return { status: 401, body, header: (name) => headers[name], headerNames: Object.keys(headers), receivedAt: 0 };
}

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  "the end of a text": (text) => withoutTrailing(text, /[\s./]/),
  "a base URL": (text) => defaultUrl(new URL(`https://argus.example/${text}`), "token"),
  "a line": oneLine,
  "a page": (text) => htmlTitle(`<html>${text}`),
  "a refusal's page": (text) => refusal(answer(`<${text}`), {}, URL_HERE, new Redactor("my/api/key")),
  "a refusal's words": (text) =>
    refusal(answer(JSON.stringify({ error: text })), {}, URL_HERE, new Redactor("my/api/k")),
  "a refusal's header": (text) => refusal(answer("", { "www-authenticate": text }), {}, URL_HERE, new Redactor()),
  "a redirect": (text) => refusal({ ...answer("", { location: text }), status: 302 }, {}, URL_HERE, new Redactor()),
  "when to come back": (text) => retryAfter(answer("", { "retry-after": text, date: text })),
  "a body that is kept": (text) => recordedBody(text, [{ value: "my/api/key", variable: "ARGUS_API_KEY" }]),
  "claims that are shown": (text) => userinfoSummary({ username: text, name: text, groups: [text] }),
  "what is shown as text": plainText,
  "what is shown as Markdown": escapeMarkdown,
  "a trace": (text) => cleanTrace(text, new Redactor("my/api/key")),
  scopes: (text) => [scopesOf(text), hasScopeCharacters(text)],
  "an address": canonicalAddress,
  "a URL to show": urlWithoutSecrets,
  "a login in a URL": hasUserInfo,
  "a host": hostOf,
  "hosts without a proxy": (text) => isExempt(URL_HERE, [text]),
  "a proxy's URL": (text) => chooseProxy(URL_HERE, { proxy: text, noProxy: [], proxyStrictSSL: true }, {}),
  "a private key": (text) => readPrivateKey(text, "passphrase"),
  credentials: splitCredentials,
  "a placeholder": isPlaceholder,
  "an open reference": (text) => openTemplate(text, text.length),
  "a word of a command": (text) =>
    (["bare", "single", "double", "ansi", "cmd", "cmdBare"] as const).map((quote) => quoted(text, quote)),
};

describe("foreign text", function () {
  // Slow machines need time; the verdict compares two texts on the same machine.
  this.timeout(300_000);

  it("is read in linear time", () =>
    eachCase(
      Object.entries(READERS),
      ([what]) => what,
      ([, read]) => {
        for (const unit of UNITS) {
          // The text at the end makes the expression fail after it has read everything else.
          assertLinear(read, (times) => `${unit.repeat(times)}x!`, 1_500);
        }
      },
    ));
});
