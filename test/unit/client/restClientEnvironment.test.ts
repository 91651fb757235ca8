import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Memento } from "vscode";
import { HttpEnvironment } from "../../../client/src/variables/httpEnvironment.ts";
import { RestClientEnvironment } from "../../../client/src/variables/restClientEnvironment.ts";
import { standIn } from "../../host/standIn/state.ts";
import { until } from "../../host/until.ts";

/** As REST Client writes it. */
const NO_ENVIRONMENT = { label: "No Environment", name: "c0cfe680-4fcd-4b71-a4ba-8cfaee57680a", description: "…" };

describe("the environment of REST Client", () => {
  let folder: string;
  let file: string;
  const choose = (item: unknown): void => {
    writeFileSync(file, JSON.stringify(item));
    standIn.filesChanged.fire();
  };
  const memento = (name?: string): Memento => ({ get: () => name }) as unknown as Memento;

  beforeEach(() => {
    standIn.reset();
    standIn.extensions.add("humao.rest-client");
    folder = mkdtempSync(path.join(tmpdir(), "rest-client-"));
    file = path.join(folder, "environment.json");
  });
  afterEach(() => {
    standIn.reset();
    rmSync(folder, { recursive: true });
  });

  it("is the one chosen there, from that moment", async () => {
    const environment = new RestClientEnvironment(file);
    let changes = 0;
    environment.onDidChange(() => changes++);
    assert.equal(environment.name, undefined);
    choose({ label: "dev", name: "dev" });
    await until("dev", () => environment.name === "dev");
    choose({ label: "prod", name: "prod", description: "$(check)" });
    await until("prod", () => environment.name === "prod");
    choose(NO_ENVIRONMENT);
    await until("none", () => environment.name === undefined);
    assert.equal(changes, 3);
    environment.dispose();
  });

  it("is none if its file is damaged, or REST Client is not installed", async () => {
    writeFileSync(file, '{"name": 1}');
    const damaged = new RestClientEnvironment(file);
    choose({ name: "dev" });
    await until("dev", () => damaged.name);
    writeFileSync(file, '{"name": "de');
    standIn.filesChanged.fire();
    await until("none", () => damaged.name === undefined);
    choose({ name: "dev" });
    await until("dev again", () => damaged.name);
    standIn.extensions.clear();
    assert.equal(damaged.name, undefined);
    damaged.dispose();
  });

  it("comes before the one that was chosen here", async () => {
    writeFileSync(file, JSON.stringify({ name: "prod" }));
    const environment = new HttpEnvironment(memento("dev"), new RestClientEnvironment(file));
    // Of a variable that several environments define, the last one counts.
    await until("both", () => environment.chosen().workspace.length === 2);
    assert.deepEqual(environment.chosen(), { workspace: ["dev", "prod"], documents: {} });
    environment.dispose();
  });
});
