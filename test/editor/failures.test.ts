import assert from "node:assert/strict";
import type { Fault } from "../sandbox/sandbox.ts";
import { SAVE } from "./profileSteps.ts";
import { addProfile, run, type Setup, until, useExtension } from "./setup.ts";
import { eachCase } from "../host/eachCase.ts";

/** The sentence comes from the worker (test/unit/oauth/failures.test.ts), the button from the client. */
const FAULTS: [Fault, RegExp, ...string[]][] = [
  [{ kind: "html200" }, /web page titled/, "Edit Profile"],
  [{ kind: "truncatedJson" }, /cut off/, "Edit Profile"],
  [{ kind: "huge", announced: false }, /1 MiB/, "Edit Profile"],
  [{ kind: "redirect", location: "https://elsewhere.example/" }, /redirected to https:\/\/elsewhere/, "Edit Profile"],
  [{ kind: "reset" }, /closed (the connection )?before/, "Try Again", "Diagnose"],
  [{ kind: "status", status: 503, retryAfter: 60 }, /not available/, "Try Again"],
  [{ kind: "status", status: 429 }, /too many requests/, "Try Again"],
  [{ kind: "status", status: 401, message: "not from this network" }, /not from this network/, "Enter API Key"],
  [{ kind: "status", status: 403, message: "no permission" }, /no permission/, "Edit Profile"],
  // Argus' text becomes no link, and certainly none that runs a command.
  [{ kind: "status", status: 403, message: "[Go](command:argus.signOut)" }, /\[Go\] \(command:/, "Edit Profile"],
  [{ kind: "status", status: 407, body: "html" }, /proxy/, "Diagnose"],
];

/** A profile whose credential has been tested and stored: failures are notifications from then on. */
async function signedIn(setup: Setup): Promise<void> {
  await addProfile(setup.sandbox);
  setup.person([setup.sandbox.apiKey]);
  assert.equal(await run("argus.getToken"), true);
}

describe("a failure", () => {
  const setup = useExtension();

  it("is one notification with a button that helps", async () => {
    await signedIn(setup);
    await eachCase(
      FAULTS,
      ([fault, , ...buttons]) => `${JSON.stringify(fault)}, ${buttons.join(", ")}`,
      async ([fault, sentence, ...buttons]) => {
        const person = setup.person();
        setup.sandbox.fail(fault);
        assert.equal(await run("argus.getToken"), false);
        assert.equal(person.messages.length, 1);
        assert.match(person.messages[0]?.text ?? "", sentence);
        assert.deepEqual(person.messages[0]?.buttons, buttons);
        assert(!JSON.stringify(person.messages).includes(setup.sandbox.apiKey));
      },
    );
  });

  const addresses: [string, RegExp, ...string[]][] = [
    ["http://api.mnemonic.no", /not encrypted/, "Edit Profile"],
    ["https://argus.invalid", /Could not find argus\.invalid/, "Edit Profile", "Diagnose"],
    ["http://127.0.0.1:1", /connection refused/, "Try Again", "Diagnose"],
    ["nonsense", /the URL is not valid/, "Edit Profile"],
  ];
  it("caused by the URL is one notification with a button that helps", () =>
    eachCase(
      addresses,
      ([url, , ...buttons]) => `${url}, ${buttons.join(", ")}`,
      async ([url, sentence, ...buttons]) => {
        await addProfile(setup.sandbox, { url });
        const person = setup.person([setup.sandbox.apiKey, SAVE]);
        assert.equal(await run("argus.getToken"), false);
        assert.equal(person.messages.length, 1);
        assert.match(person.messages[0]?.text ?? "", sentence);
        assert.deepEqual(person.messages[0]?.buttons, buttons);
      },
    ));

  it("can be retried with its button", async () => {
    await signedIn(setup);
    const person = setup.person([], ["Try Again"]);
    setup.sandbox.fail({ kind: "status", status: 503, retryAfter: 60 });
    assert.equal(await run("argus.getToken"), false);
    await until("the retry", () => setup.sandbox.requests[2]?.status === 200);
    assert.equal(person.messages.length, 1);
  });
});
