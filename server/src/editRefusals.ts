/** Why a document was not edited. This has nothing to do with Argus, so it is separate from the failures of calls. */
import * as l10n from "@vscode/l10n";
import { OTHER_CREDENTIAL, type RefusalReason } from "../../common/protocol/documents.ts";
import { AUTHORIZATION } from "../../common/tokenHeader.ts";
import type { ArgusError } from "../../common/protocol/errors.ts";
import type { EditRefusal } from "./http/edits/editRefusal.ts";
import type { OtherCredential } from "./http/facts/otherCredentials.ts";

interface Row {
  code: "notFound" | "rejected";
  /** @param header the name of the header for the token */
  message: (found: OtherCredential | undefined, header: string) => string;
}

const REFUSALS: Readonly<Record<RefusalReason, Row>> = {
  notOpen: { code: "notFound", message: () => l10n.t("The document is no longer open.") },
  noRequest: {
    code: "notFound",
    message: () =>
      l10n.t("There is no request here. Put the cursor between a line such as GET https://… and the next ###."),
  },
  noHeader: { code: "rejected", message: () => l10n.t("This kind of request has no headers.") },
  openReference: {
    code: "rejected",
    message: () => l10n.t("This command has an open “{{”. Close it with “}}” to insert a reference to a token."),
  },
  otherScheme: {
    code: "rejected",
    message: () => l10n.t("The request uses a scheme other than Bearer."),
  },
  otherCredential: {
    code: "rejected",
    message: (found, header) => {
      const { kind = "reference", shown = "" } = found?.reason === OTHER_CREDENTIAL ? found : {};
      switch (kind) {
        case "reference":
          return l10n.t("The request's {0} is {1}, which does not refer to an Argus token.", header, shown);
        case "jwt":
          return l10n.t("The request's {0} contains a JWT, which is not an Argus token.", header);
        case "token":
          return l10n.t("The request's {0} contains a token from another system ({1}…).", header, shown);
      }
    },
  },
  noDirective: {
    code: "rejected",
    message: () => l10n.t("No # @argus line can name a profile for this request alone. Put ### above it."),
  },
  wrappedUrl: {
    code: "rejected",
    message: () =>
      l10n.t(
        "REST Client and httpYac end the URL before one of its lines. Start the line with ? or &, or join the lines.",
      ),
  },
  tabInCommand: {
    code: "rejected",
    message: () => l10n.t("REST Client does not split this command at a single tab. Put spaces between its arguments."),
  },
  variableInBody: {
    code: "rejected",
    message: () =>
      l10n.t("A line in a body defines the token's variable for REST Client. Remove that line, or use another style."),
  },
  unsafeInVariable: {
    code: "rejected",
    message: () =>
      l10n.t(
        "The access token has characters that REST Client and httpYac read differently in a variable. Use another style.",
      ),
  },
  sharedVariable: {
    code: "rejected",
    message: () =>
      l10n.t(
        "Another profile's name differs only in case, so neither has an environment variable. Rename one of them.",
      ),
  },
  unsafeInCommand: {
    code: "rejected",
    message: () =>
      l10n.t("The access token has characters that a shell and REST Client read differently, whatever the quotes."),
  },
  unsafeToken: {
    code: "rejected",
    message: () => l10n.t("The access token has characters that a header in an .http file cannot carry."),
  },
};

/** A refusal in protocol form. The token exists anyway, so copying it is offered. */
export function editRefusal({ refused: reason, found, header = AUTHORIZATION }: EditRefusal): {
  ok: false;
  error: ArgusError;
} {
  const { code, message } = REFUSALS[reason];
  return {
    ok: false,
    error: {
      code,
      message: message(found, header),
      reason,
      help: reason === "unsafeToken" ? ["showLog"] : ["copyToken"],
    },
  };
}
