const vscode = require("vscode");
const { provide } = require("../provide.cjs");

exports.activate = ({ subscriptions }) => {
  subscriptions.push(...provide(vscode, "httpYac", "httpyac.send"));

  // As httpYac does: each document keeps the environment that it was first shown with.
  const changed = new vscode.EventEmitter();
  const ofDocuments = new Map();
  const documentStore = {
    activeEnvironment: undefined,
    getAll: () => [],
    getActiveEnvironment: ({ fileName }) => {
      const key = fileName.toString();
      if (!ofDocuments.get(key)) ofDocuments.set(key, documentStore.activeEnvironment);
      return ofDocuments.get(key);
    },
  };
  subscriptions.push(
    changed,
    vscode.commands.registerCommand("httpyac.toggle-env", async (uri) => {
      const environment = await vscode.commands.executeCommand("standIn.httpyac.nextEnvironment");
      ofDocuments.set(uri.toString(), environment);
      documentStore.activeEnvironment = environment;
      changed.fire(environment);
    }),
  );
  return { documentStore, environmentChanged: changed.event };
};
