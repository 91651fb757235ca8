import assert from "node:assert/strict";
import { ConfigurationTarget, workspace } from "vscode";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { SAVE } from "./profileSteps.ts";
import { addProfile, run, useExtension } from "./setup.ts";

const AGREE = "Change Endpoints";

/** The endpoint that the sandbox has at a path other than the default. */
const introspection = "/oauth/introspect";

describe("discovery", () => {
  const setup = useExtension();
  const profiles = () =>
    workspace.getConfiguration("argus").inspect<Record<string, { endpoints?: object }>>("profiles");
  /** The row for the profile's own server. */
  const ownServer = () => ({ label: setup.sandbox.url });
  const elsewhere = ({ url }: Sandbox): string => url.replace("127.0.0.1", "localhost");

  it("writes changed endpoints as paths after the person has seen them, and nothing the next time", async () => {
    await addProfile(setup.sandbox, { endpoints: { userinfo: "/old" } });
    const refusing = setup.person([ownServer()]);
    assert.equal(await run("argus.discoverEndpoints"), false);
    assert.match(refusing.messages[0]?.detail ?? "", /userinfo: http\S+\/old\n→ http\S+\/oauth\/userinfo/);
    assert.deepEqual(profiles()?.globalValue?.["default"]?.endpoints, { userinfo: "/old" });

    setup.person([ownServer()], [AGREE]);
    assert.equal(await run("argus.discoverEndpoints"), true);
    const path = "/authentication/v1/oauth/userinfo";
    assert.deepEqual(profiles()?.globalValue?.["default"]?.endpoints, { introspection, userinfo: path });
    const again = setup.person([ownServer()]);
    assert.equal(await run("argus.discoverEndpoints"), true);
    assert.match(again.messages[0]?.text ?? "", /^Nothing to change/);
  });

  it("writes to the workspace's settings if they define the profile", async () => {
    const { url, clientId } = setup.sandbox;
    const argus = workspace.getConfiguration("argus");
    const own = { default: { url, clientId, endpoints: { token: "/old" } } };
    await argus.update("profiles", own, ConfigurationTarget.Workspace);
    try {
      setup.person([ownServer()], [AGREE]);
      assert.equal(await run("argus.discoverEndpoints"), true);
      const token = "/authentication/v1/oauth/token";
      assert.deepEqual(profiles()?.workspaceValue?.["default"]?.endpoints, { introspection, token });
      assert.equal(profiles()?.globalValue?.["default"], undefined);
    } finally {
      await argus.update("profiles", undefined, ConfigurationTarget.Workspace);
    }
  });

  it("sends credentials to another origin only with consent, which Forget Credentials withdraws", async () => {
    const other = elsewhere(setup.sandbox);
    setup.sandbox.setDiscovery({ endpointOrigin: other });
    await addProfile(setup.sandbox);
    const refusing = setup.person([ownServer()], [AGREE]);
    assert.equal(await run("argus.discoverEndpoints"), false);
    assert.equal(refusing.messages[1]?.text, `Credentials of “default” would be sent to ${other}.`);
    assert.equal(profiles()?.globalValue?.["default"]?.endpoints, undefined);

    setup.person([ownServer(), setup.sandbox.apiKey], [AGREE, "Allow"]);
    assert.equal(await run("argus.discoverEndpoints"), true);
    const asked = setup.sandbox.requests.length;
    assert.equal(await run("argus.getToken"), true);
    assert.equal(setup.sandbox.requests.length, asked + 1);
    assert.equal(setup.sandbox.requests[asked]?.headers["host"], new URL(other).host);

    setup.person();
    assert.equal(await run("argus.forgetCredentials", "default"), true);
    const forgetting = setup.person([setup.sandbox.apiKey, SAVE]);
    assert.equal(await run("argus.getToken"), false);
    assert.deepEqual(forgetting.messages[0]?.buttons, ["Edit Profile"]);
    assert.equal(setup.sandbox.requests.length, asked + 1);
  });

  it("cannot get consent from a setting", async () => {
    const other = elsewhere(setup.sandbox);
    const token = `${other}/authentication/v1/oauth/token`;
    await addProfile(setup.sandbox, { endpoints: { token }, allowedOrigins: [other] });
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), false);
    assert.equal(setup.sandbox.requests.length, 0);
  });
});
