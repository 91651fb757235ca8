/** A simulated quarter of an hour, printed as JSON; for a test. */
import { soak } from "./soak.ts";

console.log(JSON.stringify(await soak({ minutes: 16, every: 8, files: 16, edits: 160, calls: 30, sleeps: 2 })));
process.exit();
