const vscode = require("vscode");
const { provide, provideLinks } = require("../provide.cjs");

exports.activate = ({ subscriptions }) => {
  subscriptions.push(...provide(vscode, "REST Client", "rest-client.request"), provideLinks(vscode, "REST Client"));
};
