import assert from "node:assert/strict";
import { type Question, standIn } from "../../host/standIn/state.ts";
import { useClient } from "./setup.ts";

const PREFIX = "argus.passphrase/";
const OTHER = "other.example";

describe("the passphrase of a client certificate", () => {
  const setup = useClient();

  const certificates = (own: string, other: string): void => {
    const host = new URL(setup.sandbox.url).host;
    standIn.set("user", "argus.clientCertificate", { [host]: { certFile: own }, [OTHER]: { certFile: other } });
  };
  const enter = ({ prompt }: Question): string | undefined => {
    const file = /^Passphrase of (\S+)\. /.exec(prompt)?.[1];
    return file && `the passphrase of ${file}`;
  };

  it("is used for the file that the question named, whatever the settings exchange at any step", async () => {
    for (let step = 1, count = step; count >= step; step += 1) {
      standIn.pause = () => Promise.resolve();
      setup.storage.secrets.clear();
      certificates("/own.pem", "/other.pem");
      standIn.set("workspace", "argus.profiles", undefined);
      const window = setup.open();
      count = 0;
      standIn.answer = enter;
      standIn.pause = () => {
        if (++count === step) {
          certificates("/other.pem", "/own.pem");
          standIn.set("workspace", "argus.profiles", { default: { url: `https://${OTHER}` } });
        }
        return Promise.resolve();
      };
      assert.equal(await window.run("argus.setCredential", "default", "certificatePassphrase"), true);
      const stored = [...setup.storage.secrets].filter(([key]) => key.startsWith(PREFIX));
      assert.deepEqual(stored, [[`${PREFIX}/own.pem`, "the passphrase of /own.pem"]], `step ${step}`);
      assert.deepEqual(window.passphrases.all, { "/own.pem": "the passphrase of /own.pem" }, `step ${step}`);
      assert(step < 100, "it ends");
      window.close();
    }
  });
});
