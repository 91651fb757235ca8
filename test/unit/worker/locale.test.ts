import * as l10n from "@vscode/l10n";
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { useLocale } from "../../../server/src/locale.ts";
import { LspClient } from "./lspClient.ts";
import { eachCase } from "../../host/eachCase.ts";

const URI = "file:///words.http";
const TEXT = "GET https://argus.example/\nArgus-API-Key: my/api/key\nAccept: */*\n";

/** What a worker says to an editor in some language: a failure, a diagnostic, a hover, a code action. */
async function said(locale: string | undefined): Promise<string[]> {
  const client = await LspClient.start({}, {}, locale);
  try {
    const textDocument = { uri: URI };
    await client.notify("textDocument/didOpen", {
      textDocument: { uri: URI, languageId: "http", version: 1, text: TEXT },
    });
    const failure = await client.argus("argus/inspectKey", { privateKey: "{" });
    const { items } = await client.request<{ items: { message: string }[] }>("textDocument/diagnostic", {
      textDocument,
    });
    const at = { line: 2, character: 1 };
    const hover = await client.request<{ contents: { value: string } }>("textDocument/hover", {
      textDocument,
      position: at,
    });
    const actions = await client.request<{ title: string }[]>("textDocument/codeAction", {
      textDocument,
      range: { start: at, end: at },
      context: { diagnostics: [] },
    });
    return [
      failure.ok ? "" : failure.error.message,
      items[0]?.message ?? "",
      hover.contents.value,
      actions.map(({ title }) => title).join(),
    ];
  } finally {
    client.process.kill();
  }
}

const ENGLISH = [
  "The credential cannot be used: its JWK is not JSON; it may be cut off.",
  "This file contains an API key in plain text. Send an access token instead, or take the key from the environment.",
  "Media types that the response may have.\n\nDefined by RFC 9110 §12.5.1.",
  "Insert Argus Token",
];
const NORWEGIAN = [
  "Legitimasjonen kan ikke brukes: JWK-en er ikke JSON; den kan være avkortet.",
  "Denne filen inneholder en API-nøkkel i klartekst. Send et tilgangstoken i stedet, eller hent nøkkelen fra miljøet.",
  "Medietyper svaret kan ha.\n\nDefinert i RFC 9110 §12.5.1.",
  "Sett inn Argus-token",
];

describe("the worker's language", () => {
  it("is Norwegian for every Norwegian locale", () =>
    eachCase(
      ["nb", "nb-NO", "nb_NO", "no", "nn-NO"],
      (locale) => locale,
      async (locale) => {
        assert.deepEqual(await said(locale), NORWEGIAN);
      },
    )).timeout(30_000);

  it("is English for any other locale", () =>
    eachCase(
      [undefined, "en", "xx", "", "../../l10n/bundle.l10n.nb"],
      (locale) => locale ?? "no language",
      async (locale) => {
        assert.deepEqual(await said(locale), ENGLISH);
      },
    )).timeout(30_000);

  it("is English if the texts are broken or missing", async () => {
    const folder = await mkdtemp(join(tmpdir(), "argus-texts-"));
    try {
      await writeFile(join(folder, "bundle.l10n.nb.json"), '{ "Get Token": "Hent');
      useLocale(folder, "nb");
      useLocale(join(folder, "none"), "nb");
      assert.equal(l10n.t("Get Token"), "Get Token");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
