/** Uses the real httpyac to send to a server on loopback. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HttpYacRequests, type TokenSource } from "../../../client/src/sharing/httpYacRequests.ts";

interface Region {
  request?: unknown;
  testResults?: { message: string }[];
}

interface HttpFile {
  httpRegions: Region[];
}

interface Httpyac {
  cli: { initIOProvider(): void };
  send(context: object): Promise<boolean>;
  store: {
    HttpFileStore: new () => {
      getOrCreate(name: string, text: () => Promise<string>, version: number, options: object): Promise<HttpFile>;
    };
  };
}

const httpyac = createRequire(import.meta.url)("httpyac") as Httpyac;

/** The profiles, and the outcome for a request that waits for a profile's token. */
class Source implements TokenSource {
  readonly tokens = new Map<string, string>();
  readonly obtainable = new Map<string, string>();
  readonly asked: string[] = [];
  readonly #given = new Set<string>();
  on = true;

  isOn = (): boolean => this.on;
  isToken = (text: string): boolean => this.#given.has(text);
  profileNames = (): string[] => ["prod", "dev"];
  activeProfile = (): string => "prod";
  profileAt = (): Promise<undefined> => Promise.resolve(undefined);
  live(): ReadonlyMap<string, string> {
    const live = this.on ? this.tokens : new Map<string, string>();
    for (const token of live.values()) this.#given.add(token);
    return live;
  }
  async obtain(profile: string): Promise<string | undefined> {
    this.asked.push(profile);
    await Promise.resolve();
    const token = this.obtainable.get(profile);
    if (token !== undefined) this.tokens.set(profile, token);
    return this.live().get(profile);
  }
}

describe("requests sent by httpYac", () => {
  let server: Server;
  let source: Source;
  let base: string;
  /** What the server received: path and credentials. */
  let received: string[];
  /** Each file name is used once, because httpyac caches files. */
  let count = 0;

  before(async () => {
    httpyac.cli.initIOProvider();
    server = createServer((request, response) => {
      received.push(`${request.url ?? ""} ${request.headers.authorization ?? ""}`);
      response.end("{}");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
  });
  beforeEach(() => {
    source = new Source();
    received = [];
  });

  async function read(text: string): Promise<HttpFile> {
    const name = join(tmpdir(), `argus-httpyac-${process.pid}-${(count += 1)}.http`);
    const content = text.replaceAll("BASE", base);
    const store = new httpyac.store.HttpFileStore();
    const file = await store.getOrCreate(name, () => Promise.resolve(content), 1, { workingDir: tmpdir(), config: {} });
    new HttpYacRequests(source).hookInto(file);
    return file;
  }

  /** Sends one request, or all without an index; returns the errors. */
  async function send(file: HttpFile, index?: number, context: object = {}): Promise<string[]> {
    const requests = file.httpRegions.filter(({ request }) => request);
    const httpRegion = index === undefined ? undefined : requests[index];
    const logResponse = (): Promise<void> => Promise.resolve();
    await httpyac.send(Object.assign(context, { httpFile: file, ...(httpRegion && { httpRegion }), logResponse }));
    const results = file.httpRegions.flatMap(({ testResults = [] }) => testResults);
    return [...new Set(results.map(({ message }) => message))];
  }

  const DIRECTIVE_IN_BLOCK = `GET BASE/a
Authorization: Bearer {{argusToken}}

###
# @argus dev
GET BASE/b
Authorization: Bearer {{argusToken}}

###
GET BASE/c
# @argus dev
Authorization: Bearer {{argusToken}}
`;

  it("get the token of their own profile, one by one or all at once", async () => {
    source.tokens.set("prod", "p/1").set("dev", "d/1");
    const file = await read(DIRECTIVE_IN_BLOCK);
    const expected = ["/a Bearer p/1", "/b Bearer d/1", "/c Bearer d/1"];
    for (const index of [2, 1, 0]) await send(file, index);
    assert.deepEqual(received.splice(0), expected.toReversed());
    await send(file);
    assert.deepEqual(received, expected);
  });

  it("wait for their own profile's token, and never use another", async () => {
    source.tokens.set("prod", "p/1");
    source.obtainable.set("dev", "d/1");
    const file = await read(DIRECTIVE_IN_BLOCK);
    await send(file, 1);
    assert.deepEqual([received, source.asked], [["/b Bearer d/1"], ["dev"]]);
  });

  it("are not sent without a token, and say why", async () => {
    source.tokens.set("prod", "p/1");
    const file = await read(DIRECTIVE_IN_BLOCK);
    const errors = await send(file, 1);
    assert.deepEqual([received, source.asked], [[], ["dev"]]);
    assert.deepEqual(errors, ["There is no Argus token of the profile “dev”, so the request was not sent."]);
  });

  it("fail with a sentence if they use a variable that no profile has", async () => {
    source.tokens.set("prod", "p/1");
    const file = await read("GET BASE/a\nAuthorization: Bearer {{argusToken_gone}}\n");
    const errors = await send(file, 0);
    assert.deepEqual([received, source.asked], [[], []]);
    assert.deepEqual(errors, ["No Argus profile has the variable “argusToken_gone”, so the request was not sent."]);
  });

  it("get current tokens when sent again, including through file variables", async () => {
    source.tokens.set("prod", "p/1").set("dev", "d/1");
    const file = await read(`# @argus dev
@auth = Bearer {{argusToken}}
GET BASE/a
Authorization: {{auth}}

###
GET BASE/b
Authorization: Bearer {{argusToken_prod}}
`);
    const [first, second] = [{}, {}];
    await send(file, 0, first);
    await send(file, 1, second);
    source.tokens.set("prod", "p/2").set("dev", "d/2");
    await send(file, 0, first);
    await send(file, 1, second);
    assert.deepEqual(received, ["/a Bearer d/1", "/b Bearer p/1", "/a Bearer d/2", "/b Bearer p/2"]);
  });

  it("resolve text above all requests for the one that is sent", async () => {
    source.tokens.set("prod", "p/1").set("dev", "d/1");
    const file = await read(`@auth = Bearer {{argusToken}}

###
GET BASE/a
Authorization: {{auth}}

###
# @argus dev
GET BASE/b
Authorization: {{auth}}
`);
    await send(file, 0);
    await send(file, 1);
    assert.deepEqual(received.splice(0), ["/a Bearer p/1", "/b Bearer d/1"]);
    const errors = await send(file);
    assert.deepEqual(received, []);
    assert.match(errors.join(), /different Argus profiles/);
  });

  it("do not share their token with a request that they refer to", async () => {
    source.tokens.set("prod", "p/1").set("dev", "d/1");
    const file = await read(`# @name first
# @argus dev
GET BASE/first
Authorization: Bearer {{argusToken}}

###
# @ref first
# @argus prod
GET BASE/second
Authorization: Bearer {{argusToken}}
`);
    await send(file, 1);
    assert.deepEqual(received, ["/first Bearer d/1", "/second Bearer p/1"]);
  });

  it("give scripts their own request's token, or none", async () => {
    source.tokens.set("prod", "p/1");
    const file = await read(`{{
  exports.mine = typeof argusToken === "string" ? argusToken : "none";
}}
GET BASE/a?{{mine}}

###
# @argus dev
{{
  exports.mine = typeof argusToken === "string" ? argusToken : "none";
}}
GET BASE/b?{{mine}}
`);
    await send(file);
    assert.deepEqual(received, ["/a?p/1 ", "/b?none "]);
  });

  it("keep a variable that the file defines, and get nothing while the setting is off", async () => {
    source.tokens.set("prod", "p/1").set("dev", "d/1");
    const file = await read(`@argusToken = mine
GET BASE/a
Authorization: Bearer {{argusToken}}
`);
    await send(file, 0);
    await send(file, 0);
    assert.deepEqual(received.splice(0), ["/a Bearer mine", "/a Bearer mine"]);
    source.on = false;
    await send(await read(DIRECTIVE_IN_BLOCK), 0);
    assert.deepEqual([received, source.asked], [[], []]);
  });
});
