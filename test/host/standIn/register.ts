/** Lets unit tests import the client, by resolving `vscode` to the stand-in beside this file. */
import nodeModule from "node:module";

type Resolve = (specifier: string, context: unknown) => { url: string; shortCircuit?: boolean };

/** From the Node that runs the tests; the types are those of the oldest Node that runs the extension. */
interface Hooked {
  registerHooks(hooks: { resolve(specifier: string, context: unknown, next: Resolve): ReturnType<Resolve> }): void;
}

const STAND_IN = new URL("vscode.ts", import.meta.url).href;

(nodeModule as unknown as Hooked).registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "vscode" ? { url: STAND_IN, shortCircuit: true } : next(specifier, context),
});
