import type { TokenAnswer } from "../../common/terminalFrames.ts";
import type { Form } from "./arguments.ts";

/** A token as one line of output. */
export function lineFor(form: Form, { accessToken, tokenType, expiresAt, profile, header }: TokenAnswer): string {
  switch (form) {
    case "token":
      return accessToken;
    case "header":
      return `${header.name}: ${header.value}`;
    case "headersJson":
      return JSON.stringify({ [header.name]: header.value });
    case "json":
      return JSON.stringify({
        access_token: accessToken,
        token_type: tokenType,
        expires_at: Math.floor(expiresAt / 1000),
        profile,
      });
  }
}
