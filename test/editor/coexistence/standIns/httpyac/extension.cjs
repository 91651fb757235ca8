const vscode = require("vscode");
const { provide } = require("../provide.cjs");

exports.activate = ({ subscriptions }) => {
  subscriptions.push(...provide(vscode, "httpYac", "httpyac.send"));
};
