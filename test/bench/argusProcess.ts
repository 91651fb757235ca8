/** Forked by argus.ts; ends with whoever forked it. */
import { startSandbox } from "../sandbox/sandbox.ts";

process.once("disconnect", () => process.exit());
const { url, apiKey, clientId, clientSecret } = await startSandbox();
process.send?.({ url, apiKey, clientId, clientSecret });
