/** Forked by argus.ts; exits with its parent. */
import { startSandbox } from "../sandbox/sandbox.ts";

process.once("disconnect", () => process.exit());
const { url, apiKey, clientId, clientSecret } = await startSandbox();
process.send?.({ url, apiKey, clientId, clientSecret });
