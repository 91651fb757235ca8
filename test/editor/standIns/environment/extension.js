const { commands } = require("vscode");

exports.activate = ({ subscriptions }) => {
  subscriptions.push(commands.registerCommand("standIn.environment", (name) => process.env[name]));
};
