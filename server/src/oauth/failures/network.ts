/** The network between here and the server failed, or the time ran out. */
import * as l10n from "@vscode/l10n";
import { all, because, phase, type Rows } from "./row.ts";
import { certificateRows } from "./certificate.ts";
import {
  endedOverClientCertificate,
  refusedClientCertificate,
  unusableClientCertificate,
} from "./clientCertificate.ts";
import { errorCodeOf, theHost } from "./words.ts";
import { sentences } from "../../../../common/sentences.ts";
import { checkProxy } from "./proxy.ts";

const moreTime = (): string => l10n.t("The setting argus.timeout allows more time.");
const cutOff = (): string =>
  l10n.t("Try again. If this continues, something on the network path is closing connections.");

export const NETWORK = {
  dns: {
    rows: [
      {
        id: "nameUnknown",
        when: because("nameUnknown"),
        message: (facts) =>
          l10n.t("Could not find {0}: no such name in DNS ({1}).", theHost(facts), errorCodeOf(facts)),
        hint: () => l10n.t("Check the URL for typing errors. If the name exists only inside a VPN, connect to that."),
        help: ["editProfile", "diagnose"],
      },
      {
        id: "nameServerSilent",
        when: because("nameServerSilent"),
        message: (facts) =>
          l10n.t("Could not find {0}: no DNS server answered ({1}).", theHost(facts), errorCodeOf(facts)),
        hint: () => l10n.t("Check your network connection and VPN, and try again."),
        help: ["editProfile", "diagnose"],
      },
    ],
    otherwise: {
      message: (facts) =>
        l10n.t("Could not find {0}: looking up the name failed ({1}).", theHost(facts), errorCodeOf(facts)),
      hint: () => l10n.t("Check the URL, your network connection and your VPN."),
      help: ["editProfile", "diagnose"],
    },
  },

  connect: {
    rows: [
      {
        id: "refused",
        when: because("refused"),
        message: (facts) =>
          l10n.t("Could not reach {0}: nothing listens on that port (connection refused).", theHost(facts)),
        hint: () => l10n.t("Check the host and port in the URL, and whether the server is running."),
        help: ["retry", "diagnose"],
      },
      {
        id: "unreachable",
        when: because("unreachable"),
        message: (facts) =>
          l10n.t("Could not reach {0}: there is no route to it ({1}).", theHost(facts), errorCodeOf(facts)),
        hint: () => l10n.t("Check your network connection and VPN."),
        help: ["retry", "diagnose"],
      },
      {
        id: "blocked",
        when: because("blocked"),
        message: (facts) =>
          l10n.t(
            "Could not reach {0}: this machine does not allow the connection ({1}).",
            theHost(facts),
            errorCodeOf(facts),
          ),
        hint: () => l10n.t("Check its firewall and security software."),
        help: ["retry", "diagnose"],
      },
      ...endedOverClientCertificate(theHost),
      {
        id: "resetInConnect",
        when: all(because("brokenOff"), phase("connect")),
        message: (facts) =>
          l10n.t("{0} closed the connection while it was being opened ({1}).", theHost(facts), errorCodeOf(facts)),
        hint: () => l10n.t("A firewall may be blocking it, or you may need a proxy (setting http.proxy)."),
        help: ["retry", "diagnose"],
      },
      {
        id: "resetBeforeAnswer",
        when: all(because("brokenOff"), phase("headers")),
        message: (facts) =>
          l10n.t(
            "{0} received the request, but closed the connection before it answered ({1}).",
            theHost(facts),
            errorCodeOf(facts),
          ),
        hint: cutOff,
        help: ["retry", "diagnose"],
      },
      {
        id: "resetInAnswer",
        when: all(because("brokenOff"), phase("body")),
        message: (facts) =>
          l10n.t("{0} closed the connection before its answer was complete ({1}).", theHost(facts), errorCodeOf(facts)),
        hint: cutOff,
        help: ["retry", "diagnose"],
      },
    ],
    otherwise: {
      message: (facts) => l10n.t("Could not connect to {0} ({1}).", theHost(facts), errorCodeOf(facts)),
      hint: () => l10n.t("Check the URL and your network connection."),
      help: ["retry", "diagnose"],
    },
  },

  tls: {
    rows: [
      {
        id: "caFile",
        when: because("caFile"),
        message: () =>
          l10n.t(
            "Nothing was sent: the file in the setting argus.caFile cannot be read, or contains no PEM certificate.",
          ),
        hint: () => l10n.t("Correct the path in argus.caFile, or leave it empty."),
        help: ["diagnose"],
      },
      ...unusableClientCertificate(theHost),
      ...certificateRows(theHost),
      {
        id: "notTls",
        when: because("notTls"),
        message: (facts) => l10n.t("Nothing was sent: {0} does not speak TLS on that port.", theHost(facts)),
        hint: () => l10n.t("Check the port in the URL. http:// is only for this machine (localhost)."),
        help: ["editProfile", "diagnose"],
      },
      {
        id: "tlsVersion",
        when: because("tlsVersion"),
        message: (facts) =>
          l10n.t(
            "Nothing was sent: {0} and this machine have no TLS version in common ({1}).",
            theHost(facts),
            errorCodeOf(facts),
          ),
        hint: () => l10n.t("The server must offer TLS 1.2 or 1.3."),
        help: ["diagnose"],
      },
      ...refusedClientCertificate(theHost),
    ],
    otherwise: {
      message: (facts) =>
        l10n.t("Nothing was sent: the TLS handshake with {0} failed ({1}).", theHost(facts), errorCodeOf(facts)),
      hint: () => l10n.t("“Argus: Diagnose Connection” shows where it fails."),
      help: ["diagnose"],
    },
  },

  timeout: {
    rows: [
      {
        id: "timeoutAtProxy",
        when: ({ proxy }) => proxy !== undefined,
        message: (facts) =>
          l10n.t(
            "The proxy {0} did not connect to {1} within {2} s.",
            facts.proxy?.host ?? "",
            theHost(facts),
            facts.seconds ?? 0,
          ),
        hint: () => sentences(checkProxy(), moreTime()),
        help: ["retry", "diagnose"],
      },
      {
        id: "timeoutInConnect",
        when: phase("connect"),
        message: (facts) => l10n.t("Could not reach {0} within {1} s.", theHost(facts), facts.seconds ?? 0),
        hint: () =>
          sentences(
            l10n.t("Check the URL and your VPN, and whether you need a proxy (setting http.proxy)."),
            moreTime(),
          ),
        help: ["retry", "diagnose"],
      },
      {
        id: "timeoutInHeaders",
        when: phase("headers"),
        message: (facts) =>
          l10n.t("{0} received the request, but did not answer within {1} s.", theHost(facts), facts.seconds ?? 0),
        hint: () => sentences(l10n.t("Try again."), moreTime()),
        help: ["retry", "diagnose"],
      },
      {
        id: "timeoutInBody",
        when: phase("body"),
        message: (facts) => l10n.t("{0} did not finish its answer within {1} s.", theHost(facts), facts.seconds ?? 0),
        hint: () => sentences(l10n.t("Try again."), moreTime()),
        help: ["retry", "diagnose"],
      },
    ],
    otherwise: {
      message: (facts) => l10n.t("{0} did not answer within {1} s.", theHost(facts), facts.seconds ?? 0),
      hint: () => sentences(l10n.t("Try again."), moreTime()),
      help: ["retry", "diagnose"],
    },
  },

  cancelled: { rows: [], otherwise: { message: () => l10n.t("Cancelled."), help: [] } },
} satisfies Record<string, Rows>;
