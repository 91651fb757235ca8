/** The smallest possible extension with a worker, for comparison with ours. */
import type { ExtensionContext } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export function activate(context: ExtensionContext): void {
  client = new LanguageClient(
    "bare",
    "Bare pair",
    { module: context.asAbsolutePath("dist/server.js"), transport: TransportKind.ipc },
    { documentSelector: [{ language: "http" }] },
  );
  void client.start();
}

export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}
