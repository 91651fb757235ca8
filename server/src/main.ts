/** The worker process: `--node-ipc` from the extension, `--stdio` from anything else. */
import { join } from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { documentationIn } from "./documentation.ts";
import { useLocale } from "./locale.ts";
import { createNetwork } from "./network/network.ts";
import { startServer } from "./server.ts";

// The library watches the parent's process id and the end of stdin, but does not notice a closed IPC channel.
process.once("disconnect", () => process.exit());

const connection = createConnection(ProposedFeatures.all);
const packageFolder = join(__dirname, "..");
startServer(connection, {
  network: createNetwork(),
  documentation: documentationIn(packageFolder),
  useLocale: (locale) => {
    useLocale(join(packageFolder, "l10n"), locale);
  },
});
connection.listen();
