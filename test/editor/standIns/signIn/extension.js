const { authentication, commands, extensions, window } = require("vscode");

const SCOPES = ["profile:default"];

exports.activate = ({ subscriptions }) => {
  const register = (id, ask) => {
    subscriptions.push(
      commands.registerCommand(id, async (...args) => {
        try {
          const answer = await ask(...args);
          void window.showInformationMessage(`Stand-in got ${answer}.`);
          return answer;
        } catch (error) {
          void window.showInformationMessage(`Stand-in failed: ${error.message}`);
          throw error;
        }
      }),
    );
  };
  const signIn = async (scopes, options) => {
    const session = await authentication.getSession("argus", scopes, options);
    return session && `${session.account.label} with ${session.accessToken}`;
  };
  register("standIn.signIn", (scopes = SCOPES) => signIn(scopes, { createIfNone: true }));
  register("standIn.signIn.quietly", (scopes = SCOPES) => signIn(scopes, {}));
  register("standIn.signIn.again", (scopes = SCOPES) => signIn(scopes, { forceNewSession: true }));
  register("standIn.getToken", async (profile) => {
    const argus = await extensions.getExtension("argus-tokens.argus-tokens").activate();
    return argus.getToken(profile);
  });
};
