import assert from "node:assert/strict";
import type { LogOutputChannel } from "vscode";
import { cleanTrace, redactedChannel } from "../../../client/src/worker/trace.ts";
import { Redactor } from "../../../common/redaction.ts";
import { eachCase } from "../../host/eachCase.ts";

describe("the trace", () => {
  const redactor = new Redactor("my/api/key");

  it("shows the headline but no content of sensitive messages", () => {
    const message = 'Sending request \'argus/token - (3)\'.\nParams: {"credential":{"apiKey":"unregistered"}}';
    assert.match(cleanTrace(message, redactor), /^Sending request 'argus\/token - \(3\)'\.\n\[content not shown/);
    assert(!cleanTrace(message, redactor).includes("unregistered"));
  });

  it("hides the content of each sensitive message", () =>
    eachCase(
      ["textDocument/didOpen", "textDocument/didChange", "argus/requestAt", "argus/authorize", "some/future"],
      (method) => method,
      (method) => {
        const messages = [
          `Sending notification '${method}'.\nParams: secret`,
          `Received response '${method} - (1)' in 1ms.\nResult: secret`,
        ];
        for (const message of messages)
          assert(
            !cleanTrace(message, redactor).includes("secret\n") && !cleanTrace(message, redactor).endsWith("secret"),
          );
      },
    ));

  it("shows harmless content without registered secrets", () => {
    const message = 'Received response \'initialize - (0)\' in 5ms.\nResult: {"a":"my/api/key"}';
    assert.equal(
      cleanTrace(message, redactor),
      'Received response \'initialize - (0)\' in 5ms.\nResult: {"a":"[redacted]"}',
    );
  });

  it("shows only the first line of a message with an unknown headline", () => {
    const message = 'Received response 5 without active response promise.\nResult: {"accessToken":"new/TOKEN"}';
    assert(!cleanTrace(message, redactor).includes("new/TOKEN"));
    assert.match(cleanTrace(message, redactor), /^Received response 5 without/);
  });

  it("hides messages traced as JSON", () => {
    assert(!cleanTrace('{"type":"send-request","message":{"params":"secret"}}', redactor).includes("secret"));
  });

  it("is redacted on every path into the channel", () => {
    const written: string[] = [];
    const write = (text: string | Error): void => void written.push(String(text));
    const target = {
      trace: write,
      debug: write,
      info: write,
      warn: write,
      error: write,
      append: write,
      appendLine: write,
      replace: write,
    };
    const channel = redactedChannel(target as unknown as LogOutputChannel, redactor);
    for (const name of ["trace", "debug", "info", "warn", "error"] as const)
      channel[name]("key my%2Fapi%2Fkey", { my: "my/api/key" });
    channel.error(new Error("my/api/key"));
    for (const name of ["append", "appendLine", "replace"] as const) channel[name]("my/api/key");
    assert.equal(written.length, 9);
    for (const text of written) assert.match(text, /\[redacted\]/);
    assert(!written.join().includes("my/api"));
  });
});
