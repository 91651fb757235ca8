import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { LiveDocument } from "./liveDocument.ts";

/** What a person does, and where a fault hits it. */
export interface Operation {
  name: string;
  command: string;
  /** Acts on the request of a document with this text. @param token of the profile */
  text?: (sandbox: Sandbox, token: string) => string;
  /** The fault hits when the worker gets this request, or with `question` when the person confirms. */
  hitAt: string;
  /** That request makes a call to Argus. */
  calls: boolean;
  /** Nothing is stored beforehand. */
  startsEmpty?: boolean;
  /** The document's text if all goes well. @param token the newest */
  written?: (before: string, token: string) => string;
}

const request = ({ url }: Sandbox): string => `# @argus mine\nGET ${url}/one\n`;
const authorized = (sandbox: Sandbox, token: string): string => `${request(sandbox)}Authorization: Bearer ${token}\n`;

export const OPERATIONS: readonly Operation[] = [
  { name: "token", command: "argus.getToken", hitAt: "argus/token", calls: true },
  {
    name: "insert",
    command: "argus.insertToken",
    text: request,
    hitAt: "argus/authorize",
    calls: false,
    written: (before, token) => `${before}Authorization: Bearer ${token}\n`,
  },
  { name: "introspect", command: "argus.introspect", text: authorized, hitAt: "argus/introspect", calls: true },
  { name: "userinfo", command: "argus.userinfo", text: authorized, hitAt: "argus/userinfo", calls: true },
  {
    name: "refresh",
    command: "argus.refreshTokens",
    text: authorized,
    hitAt: "argus/token",
    calls: true,
    written: (before, token) => before.replace(/Bearer .*/, `Bearer ${token}`),
  },
  { name: "forget", command: "argus.forgetCredentials", hitAt: "question", calls: false },
  {
    name: "store key",
    command: "argus.storeKey",
    text: (sandbox) => `${request(sandbox)}Argus-API-Key: ${sandbox.apiKey}\n`,
    hitAt: "argus/apiKeyAt",
    calls: false,
    startsEmpty: true,
    written: (before) => before.replace(/Argus-API-Key: .*\n/, ""),
  },
  { name: "discover", command: "argus.discoverEndpoints", hitAt: "argus/discover", calls: true },
  { name: "diagnose", command: "argus.diagnose", hitAt: "argus/diagnose", calls: true },
  { name: "add profile", command: "argus.addProfile", hitAt: "argus/token", calls: true, startsEmpty: true },
];

export function argumentsOf({ command, text }: Operation, document: LiveDocument): unknown[] {
  if (text !== undefined) return [document.uri.toString(), 1];
  return command === "argus.addProfile" ? [] : ["mine"];
}
