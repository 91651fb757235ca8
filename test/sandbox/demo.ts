import type { SandboxOptions } from "./sandbox.ts";

/** The values for `npm run sandbox` and `npm start`: fixed, readable, and useless elsewhere. */
export const DEMO = {
  port: 7300,
  apiKey: "sandbox/demo/key",
  expiredApiKey: "sandbox/expired/key",
  foreignApiKey: "sandbox/foreign/key",
  sessionToken: "sandbox/demo/session",
  clientId: "5a3d0b0c-0000-4000-8000-00000000d310",
  clientSecret: "sandbox-secret",
} as const satisfies SandboxOptions;
