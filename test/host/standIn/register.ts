/** Lets unit tests import the client, by resolving `vscode` and its language client to the stand-ins beside this file. */
import nodeModule from "node:module";

type Resolve = (specifier: string, context: unknown) => { url: string; shortCircuit?: boolean };

/** From the Node that runs the tests; the types are those of the oldest Node that runs the extension. */
interface Hooked {
  registerHooks(hooks: { resolve(specifier: string, context: unknown, next: Resolve): ReturnType<Resolve> }): void;
}

const STAND_INS = new Map([
  ["vscode", "vscode.ts"],
  ["vscode-languageclient/node", "languageClient.ts"],
]);

(nodeModule as unknown as Hooked).registerHooks({
  resolve: (specifier, context, next) => {
    const standIn = STAND_INS.get(specifier);
    if (standIn === undefined) return next(specifier, context);
    return { url: new URL(standIn, import.meta.url).href, shortCircuit: true };
  },
});
