import type { SandboxOptions } from "./sandbox.ts";

/** What `npm run sandbox` and `npm start` run with: fixed, readable, and of no use anywhere else. */
export const DEMO = {
  port: 7300,
  apiKey: "sandbox/demo/key",
  expiredApiKey: "sandbox/expired/key",
  foreignApiKey: "sandbox/foreign/key",
  sessionToken: "sandbox/demo/session",
  clientId: "5a3d0b0c-0000-4000-8000-00000000d310",
  clientSecret: "sandbox-secret",
} as const satisfies SandboxOptions;
