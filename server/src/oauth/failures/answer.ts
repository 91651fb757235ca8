/** A successful answer that cannot be used. */
import * as l10n from "@vscode/l10n";
import { because, type Facts, flaw, type Rows } from "./row.ts";
import { errorCodeOf, orAskAnother, quotable, theHost } from "./words.ts";

const checkUrl = orAskAnother(() => l10n.t("Check the profile's URL and endpoints."));
const checkPath = (): string =>
  l10n.t("Check the URL, and whether a proxy, gateway or sign-in page answers instead of Argus.");

const EDIT = ["editProfile"] as const;

function page(facts: Facts): string {
  const title = quotable(facts.page ?? "");
  return title === ""
    ? l10n.t("{0} answered with a web page instead of JSON.", theHost(facts))
    : l10n.t("{0} answered with a web page titled “{1}” instead of JSON.", theHost(facts), title);
}

export const ANSWER = {
  badResponse: {
    rows: [
      { id: "answerPage", when: flaw("page"), message: page, hint: checkPath, help: EDIT },
      {
        id: "answerEmpty",
        when: flaw("empty"),
        message: (facts) => l10n.t("The answer from {0} is empty.", theHost(facts)),
        hint: checkUrl,
        help: EDIT,
      },
      {
        id: "answerCutOff",
        when: flaw("cutOff"),
        message: (facts) => l10n.t("The answer from {0} is cut off or damaged JSON.", theHost(facts)),
        hint: () =>
          l10n.t(
            "Try again. If this continues, something on the network path damages answers: see “Argus: Show Calls”.",
          ),
        help: EDIT,
      },
      {
        id: "answerCompressed",
        when: flaw("compressed"),
        message: (facts) =>
          l10n.t(
            "The answer from {0} is compressed ({1}), which was not requested.",
            theHost(facts),
            facts.flaw?.detail ?? "gzip",
          ),
        hint: () =>
          l10n.t("Something on the network path, such as a proxy, compresses answers. It must pass them on unchanged."),
        help: EDIT,
      },
      {
        id: "answerCharset",
        when: flaw("charset"),
        message: (facts) =>
          facts.flaw?.detail === undefined
            ? l10n.t("The answer from {0} is JSON in an encoding other than UTF-8.", theHost(facts))
            : l10n.t("The answer from {0} is JSON in {1} instead of UTF-8.", theHost(facts), facts.flaw.detail),
        hint: () => l10n.t("The server, or a proxy that changes its answers, must send UTF-8 (RFC 8259 §8.1)."),
        help: EDIT,
      },
      {
        id: "answerNotJson",
        when: flaw("notJson"),
        message: (facts) =>
          facts.flaw?.detail === undefined
            ? l10n.t("The answer from {0} is not JSON.", theHost(facts))
            : l10n.t("The answer from {0} is {1} instead of JSON.", theHost(facts), facts.flaw.detail),
        hint: orAskAnother(() =>
          l10n.t("Check the profile's URL and endpoints. “Argus: Show Calls” shows the answer."),
        ),
        help: EDIT,
      },
      {
        id: "answerNotObject",
        when: flaw("notObject"),
        message: (facts) => l10n.t("The answer from {0} is JSON, but not an object.", theHost(facts)),
        hint: checkUrl,
        help: EDIT,
      },
      {
        id: "answerField",
        when: flaw("field"),
        message: (facts) =>
          l10n.t("The answer from {0} is not as expected: {1}.", theHost(facts), facts.flaw?.detail ?? ""),
        hint: orAskAnother(() =>
          l10n.t("Check the profile's URL and endpoints: something other than Argus may answer there."),
        ),
        help: EDIT,
      },
      {
        id: "answerNoEndpoints",
        when: flaw("noEndpoints"),
        message: (facts) =>
          l10n.t("The answer from {0} names no token, introspection or userinfo endpoint.", theHost(facts)),
        hint: checkUrl,
        help: EDIT,
      },
      {
        id: "answerNoClient",
        when: flaw("noClient"),
        message: (facts) =>
          l10n.t(
            "The answer from {0} does not have exactly one client ID: {1}.",
            theHost(facts),
            facts.flaw?.detail ?? "",
          ),
        hint: () => l10n.t("Ask the application's owner for its client ID, and enter that."),
        help: EDIT,
      },
      {
        id: "headersTooLarge",
        when: because("headersTooLarge"),
        message: (facts) => l10n.t("The headers of the answer from {0} are too large.", theHost(facts)),
        hint: checkPath,
        help: EDIT,
      },
      {
        id: "notHttp",
        when: because("notHttp"),
        message: (facts) =>
          l10n.t("{0} does not answer in HTTP on that port ({1}).", theHost(facts), errorCodeOf(facts)),
        hint: () => l10n.t("Check the port in the URL."),
        help: EDIT,
      },
    ],
    // Errors that the parser has no code for.
    otherwise: {
      message: (facts) => l10n.t("{0} does not answer in HTTP on that port.", theHost(facts)),
      hint: () => l10n.t("Check the port in the URL."),
      help: EDIT,
    },
  },

  tooLarge: {
    rows: [],
    otherwise: {
      message: (facts) => l10n.t("The answer from {0} is larger than 1 MiB, so it was not read.", theHost(facts)),
      hint: () => l10n.t("Check the URL: Argus' answers are small."),
      help: EDIT,
    },
  },
} satisfies Record<string, Rows>;
