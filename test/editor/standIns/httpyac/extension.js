const { tmpdir } = require("node:os");
const { join } = require("node:path");
const httpyac = require("httpyac");
const { commands } = require("vscode");

exports.activate = ({ subscriptions }) => {
  httpyac.cli.initIOProvider();
  const files = new httpyac.store.HttpFileStore();
  const options = { workingDir: tmpdir(), config: {} };
  let last;

  const read = (name, text) => files.getOrCreate(join(tmpdir(), name), () => Promise.resolve(text), 1, options);

  /** Like httpYac's extension, keeps one context, with its contents after sending. */
  const resend = async () => {
    let response;
    last.logResponse = (received) => {
      response = received;
    };
    await httpyac.send(last);
    return { status: response?.statusCode, body: response?.parsedBody };
  };

  subscriptions.push(
    commands.registerCommand("standIn.httpyac.read", async (name, text) => {
      await read(name, text);
    }),
    commands.registerCommand("standIn.httpyac.send", async (name, text, index = 0) => {
      const httpFile = await read(name, text);
      const httpRegion = httpFile.httpRegions.filter(({ request }) => request)[index];
      last = { httpFile, httpRegion };
      return resend();
    }),
    commands.registerCommand("standIn.httpyac.resend", resend),
  );
  return { httpyac, documentStore: { getAll: () => files.getAll() } };
};
