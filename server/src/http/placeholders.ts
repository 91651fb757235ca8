/** How a token is written into a request: the names are the contract's. */
import type { InsertStyle } from "../protocol.ts";

/** The file variable of style `variable`. */
export const TOKEN_VARIABLE = "argusToken";

/** The `Authorization` value (RFC 6750 §2.1). */
export function authorizationValue(style: InsertStyle, accessToken: string): string {
  switch (style) {
    case "literal":
      return `Bearer ${accessToken}`;
    case "variable":
      return `Bearer {{${TOKEN_VARIABLE}}}`;
    case "environment":
      return "Bearer {{$processEnv ARGUS_TOKEN}}";
  }
}

/** `{{argusToken…}}` and `{{$processEnv ARGUS_TOKEN…}}`: one variable a profile is as good as one for all. */
export function isPlaceholder(variable: string): boolean {
  return variable.startsWith(TOKEN_VARIABLE) || /^\$processEnv\s+ARGUS_TOKEN/.test(variable);
}
