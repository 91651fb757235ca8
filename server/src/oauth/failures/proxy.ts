/** The proxy, or the connection to it, failed. */
import * as l10n from "@vscode/l10n";
import { conjunction } from "../../../../common/list.ts";
import { because, type Condition, type Facts, type Rows, type Text } from "./row.ts";
import { certificateRows } from "./certificate.ts";
import {
  endedOverClientCertificate,
  refusedClientCertificate,
  unusableClientCertificate,
} from "./clientCertificate.ts";
import { answerOf, errorCodeOf, theHost, withAnswer } from "./words.ts";
import { sentences } from "../../../../common/sentences.ts";

const theProxy = ({ proxy }: Facts): string => proxy?.host ?? "";

const answered =
  (holds: (status: number) => boolean): Condition =>
  ({ proxy }) =>
    proxy?.status !== undefined && holds(proxy.status);

/** Appends the proxy's answer to a sentence. */
const withProxyAnswer =
  (text: Text): Text =>
  (facts) => {
    const { status, title } = facts.proxy ?? {};
    return sentences(text(facts), answerOf({ status, says: title }));
  };

export const checkProxy = (): string =>
  l10n.t("Check the setting http.proxy, or the environment variable HTTPS_PROXY that VS Code started with.");

const enterLogin = (): string =>
  l10n.t(
    "Put the user name and password, percent-encoded, into the setting http.proxy (http://user:password@host:port), or the header's value into http.proxyAuthorization.",
  );

export const PROXY = {
  proxy: {
    rows: [
      {
        id: "proxyUrl",
        when: because("proxyUrl"),
        message: () =>
          l10n.t("Nothing was sent: the proxy's URL is not valid. It must be http://host:port or https://host:port."),
        hint: checkProxy,
        help: ["diagnose"],
      },
      {
        id: "proxyLoginEncoding",
        when: because("proxyLoginEncoding"),
        message: () =>
          l10n.t("Nothing was sent: the user name or password in the proxy's URL must be percent-encoded."),
        hint: () =>
          l10n.t("In the setting http.proxy write \\ as %5C, # as %23, @ as %40, / as %2F, ? as %3F and % as %25."),
        help: ["diagnose"],
      },
      {
        id: "proxyAuthorization",
        when: because("proxyAuthorization"),
        message: (facts) =>
          l10n.t(
            "Nothing was sent: the login for the proxy {0} has characters that a header cannot carry.",
            theProxy(facts),
          ),
        hint: () =>
          l10n.t(
            "Correct the setting http.proxyAuthorization. Its value is what follows “Proxy-Authorization:”, such as “Basic …”.",
          ),
        help: ["diagnose"],
      },
      {
        id: "proxyScheme",
        when: ({ proxy: { schemes = [] } = {} }) => schemes.length > 0 && !schemes.includes("Basic"),
        message: (facts) =>
          l10n.t(
            "The proxy {0} offers only {1} logins, which are not supported.",
            theProxy(facts),
            conjunction(facts.proxy?.schemes ?? []),
          ),
        hint: () =>
          l10n.t(
            "Run a local proxy that logs in for you (such as px or cntlm) and name it in the setting http.proxy, or ask the proxy's administrator for a Basic login.",
          ),
        help: ["diagnose"],
      },
      {
        id: "proxyLogin",
        when: answered((code) => code === 407),
        message: withProxyAnswer((facts) =>
          l10n.t("The proxy {0} requires a login, or rejected the one that was sent.", theProxy(facts)),
        ),
        hint: enterLogin,
        help: ["diagnose"],
      },
      {
        // No proxy is configured, but something answered like one.
        id: "proxyLoginElsewhere",
        when: ({ status }) => status === 407,
        message: withAnswer((facts) =>
          l10n.t("A proxy in front of {0} requires a login, or rejected the one that was sent.", theHost(facts)),
        ),
        hint: enterLogin,
        help: ["diagnose"],
      },
      {
        id: "proxyFailed",
        when: answered((code) => code >= 500),
        message: withProxyAnswer((facts) =>
          l10n.t("The proxy {0} could not connect to {1}.", theProxy(facts), theHost(facts)),
        ),
        hint: () => l10n.t("Check the host in the URL. If it is right, contact the proxy's administrator."),
        help: ["diagnose"],
      },
      {
        id: "proxyRefused",
        when: answered(() => true),
        message: withProxyAnswer((facts) =>
          l10n.t("The proxy {0} refused to connect to {1}.", theProxy(facts), theHost(facts)),
        ),
        hint: () =>
          l10n.t(
            "Ask the proxy's administrator to allow it, or add the host to the setting http.noProxy if it can be reached without a proxy.",
          ),
        help: ["diagnose"],
      },
      {
        id: "proxyNameUnknown",
        when: because("nameUnknown", "nameServerSilent", "nameFailed"),
        message: (facts) => l10n.t("Could not find the proxy {0} ({1}).", theProxy(facts), errorCodeOf(facts)),
        hint: checkProxy,
        help: ["diagnose"],
      },
      {
        id: "proxyUnreachable",
        when: because("refused", "unreachable", "silent"),
        message: (facts) => l10n.t("Could not reach the proxy {0} ({1}).", theProxy(facts), errorCodeOf(facts)),
        hint: () => sentences(checkProxy(), l10n.t("Outside its network, you may not need a proxy.")),
        help: ["diagnose"],
      },
      ...certificateRows(theProxy).map((row) => ({
        ...row,
        id: `proxyC${row.id.slice(1)}`,
        help: ["diagnose"] as const,
      })),
      ...[
        ...unusableClientCertificate(theProxy),
        ...refusedClientCertificate(theProxy),
        ...endedOverClientCertificate(theProxy).slice(1),
      ].map((row) => ({ ...row, id: `proxyC${row.id.slice(1)}` })),
      {
        id: "proxyNotTls",
        when: because("notTls"),
        message: (facts) => l10n.t("The proxy {0} does not speak TLS on that port.", theProxy(facts)),
        hint: () => l10n.t("If it is a plain HTTP proxy, its URL in the setting http.proxy must begin with http://."),
        help: ["diagnose"],
      },
      {
        id: "proxyReset",
        when: because("brokenOff"),
        message: (facts) =>
          l10n.t(
            "The proxy {0} closed the connection before it had connected to {1} ({2}).",
            theProxy(facts),
            theHost(facts),
            errorCodeOf(facts),
          ),
        hint: () =>
          l10n.t("Try again. If this continues, check the setting http.proxy, or contact the proxy's administrator."),
        help: ["retry", "diagnose"],
      },
      {
        id: "proxyNotHttp",
        when: because("notHttp"),
        message: (facts) =>
          l10n.t("{0} does not answer like an HTTP proxy ({1}).", theProxy(facts), errorCodeOf(facts)),
        hint: checkProxy,
        help: ["diagnose"],
      },
    ],
    otherwise: {
      message: (facts) =>
        l10n.t("The proxy {0} did not connect to {1} ({2}).", theProxy(facts), theHost(facts), errorCodeOf(facts)),
      hint: checkProxy,
      help: ["diagnose"],
    },
  },
} satisfies Record<string, Rows>;
