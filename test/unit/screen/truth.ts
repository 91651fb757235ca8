/** A model that knows the truth: it reads the file and the store by simple rules of its own. */
import { clockTime, dayTime } from "../../../common/clock.ts";
import { timeLeft } from "../../../client/src/text/timeLeft.ts";
import type { Issued } from "./argus.ts";
import { hostsNow, type Person, type Statement } from "./person.ts";

/** How far a clock may be corrected, in ms. */
const TOLERANCE = 5_000;

/** In ms. */
const MOMENT = 5;

const SECONDS = Array.from({ length: 2 * (TOLERANCE / 1000) + 1 }, (_, index) => index - TOLERANCE / 1000);

interface Request {
  /** The first line of its block. */
  from: number;
  line: number;
  host: string;
  profile: string;
  /** As written in its header. */
  written: string | undefined;
  /** The header refers to a token: to that of this profile, or of none that exists. */
  reference: { owner: string | undefined; isVariable?: boolean } | undefined;
  /** The written token, if Argus issued it. */
  token: Issued | undefined;
}

/** The profile that claims a host, by its URL before others; of several, the active one. */
function ownerOf(host: string, active: string): string | undefined {
  const hosts = Object.entries(hostsNow());
  const own = hosts.find(([, { url }]) => new URL(url).host === host)?.[0];
  const names = own === undefined ? hosts.filter(([, one]) => one.hosts?.includes(host)).map(([name]) => name) : [own];
  return names.length > 1 ? (names.includes(active) ? active : undefined) : names[0];
}

/** Is this a host that a token is not for? Its profile may have moved or no longer exist: the server that issued it counts. */
function isForeign(host: string, { url }: Pick<Issued, "url" | "profile">): boolean {
  const homes = Object.values(hostsNow()).filter((profile) => profile.url === url);
  return new URL(url).host !== host && !homes.some(({ hosts }) => hosts?.includes(host));
}

/** The profile that a written reference means; of several with the same variable, none has it. */
function referenceIn(written: string | undefined, active: string, profile: string): Request["reference"] {
  const ofFile = /^\{\{argusToken(?:_(\w+))?\}\}$/.exec(written ?? "");
  if (ofFile !== null) {
    const [, named = profile] = ofFile;
    return { owner: named === profile || hostsNow()[named] !== undefined ? named : undefined, isVariable: true };
  }
  const variable = /^\{\{\$processEnv (\w+)\}\}$/.exec(written ?? "")?.[1];
  if (variable === undefined) return undefined;
  if (variable === "ARGUS_TOKEN") return { owner: active };
  const owners = Object.keys(hostsNow()).filter((name) => variable === `ARGUS_TOKEN_${name.toUpperCase()}`);
  return { owner: owners.length === 1 ? owners[0] : undefined };
}

function requestsOf(person: Person, active: string): Request[] {
  const lines = person.document.getText().split("\n");
  const starts = person.requestLines();
  const named = (start: number, end: number): string | undefined =>
    lines.slice(start, end).flatMap((text) => /^# @argus (\S+)$/.exec(text)?.[1] ?? [])[0];
  const ofFile = named(0, starts[0] ?? 0);
  return starts.map((line, index) => {
    const end = !lines.includes("###", line) ? lines.length : lines.indexOf("###", line);
    const url = (lines[line] ?? "").replace("GET ", "").replace("{{host}}", person.environment);
    const host = new URL(url).host;
    const written = lines
      .slice(line, end)
      .flatMap((text) => /^Authorization: Bearer (\{\{.*\}\}|\S+) *$/.exec(text)?.[1] ?? [])[0];
    const profile = named(index === 0 ? line : line - 1, end) ?? ofFile ?? ownerOf(host, active) ?? active;
    return {
      from: Math.max(0, lines.lastIndexOf("###", line)),
      line,
      host,
      profile,
      written,
      reference: referenceIn(written, active, profile),
      token: person.worker.issued.get(written ?? ""),
    };
  });
}

/** The profile's token in the secret storage. */
function heldOf({ storage, worker }: Person, profile: string): Issued | undefined {
  const stored = storage.secrets.get(`argus.profile/${profile}`);
  const { accessToken = "" } = (JSON.parse(stored ?? "{}") as { token?: Issued }).token ?? {};
  const token = worker.issued.get(accessToken);
  // What was stored for another address counts for nothing.
  return token?.url === hostsNow()[profile]?.url ? token : undefined;
}

/** How long a token lives is not known if it was issued in the future. */
function isLive({ issuedAt, expiresAt }: Issued, now: number): boolean {
  return expiresAt > now && issuedAt <= now + TOLERANCE;
}

/** Everything on the screen that is not true. */
export function untruths(person: Person, active: string): string[] {
  const requests = requestsOf(person, active);
  const now = Date.now();
  const said = person.statements();
  const wrong = said.flatMap((statement) => {
    const request = requests.find(({ line }) => line === statement.line);
    const why = request === undefined ? "there is no request" : objection(statement, request, person, now);
    return why === undefined ? [] : [`${statement.where} in line ${statement.line}: “${statement.text}”, but ${why}`];
  });
  return [...wrong, ...unsaid(requests, said, person, now), ...barObjections(requests, person, now)];
}

function objection({ where, text }: Statement, request: Request, person: Person, now: number): string | undefined {
  switch (where) {
    case "lens":
    case "compact lens":
      return lensObjection(text, request, person, now);
    case "answer":
      return answerObjection(text, request, person);
    case "answer's hover":
      return answerObjection(heading(text), request, person);
    case "hover":
      return hoverObjection(text, request, now);
    case "problem":
      return problemObjection(text, request, person, now);
  }
}

function lensObjection(
  text: string,
  { profile, written, reference, token }: Request,
  person: Person,
  now: number,
): string | undefined {
  const [, name, state = ""] = /^(\S+) · (.*)$/.exec(text) ?? [];
  if (name !== profile) return `the profile is ${profile}`;
  if ((hostsNow()[profile] === undefined) !== (state === "no such profile")) return "the settings say otherwise";
  if (state === "no such profile") return undefined;
  const owner = /^token of (\S+)/.exec(state)?.[1];
  if (owner !== undefined)
    return (reference?.owner ?? token?.profile) === owner && owner !== profile ? undefined : "it is another one's";
  if (reference?.isVariable === true && !person.isSharing)
    return /^(Insert token|no known token)/.test(state) ? undefined : "only httpYac knows it, and gets none";
  if (reference?.owner !== undefined) return referenceObjection(state, reference, profile, person, now);
  if (reference !== undefined && state.startsWith("variable is off")) return person.isSharing ? "it is on" : undefined;
  if (state === "Insert token" || state.startsWith("no known token"))
    return token === undefined ? undefined : "the request has a token";
  if (state.startsWith("no token")) return written === undefined ? undefined : "the request has a token";
  if (token?.profile !== profile) return "the token is not the profile's";
  if (state.startsWith("expired")) return isLive(token, now) ? "it is live" : undefined;
  if (!isLive(token, now)) return "it is not live";
  return state === `live until ${dayTime(token.expiresAt, now)}` ? undefined : "it lives until another time";
}

function referenceObjection(
  state: string,
  { owner, isVariable }: NonNullable<Request["reference"]>,
  profile: string,
  person: Person,
  now: number,
): string | undefined {
  if (!person.isSharing) return state.startsWith("variable is off") ? undefined : "the variable is off";
  if (owner !== profile) return "it refers to another profile's";
  const held = heldOf(person, profile);
  const expected =
    held !== undefined && isLive(held, now) ? (isVariable ? "from a variable" : "from the environment") : "no token";
  return state.startsWith(expected) ? undefined : `it is: ${expected}`;
}

function answerObjection(text: string, request: Request, person: Person): string | undefined {
  const [isPast, ofOther] =
    /^((?:profile's token, )?not in this request · )?(?:was (?:not )?active, checked|userinfo of) /.exec(text) ?? [];
  if (isPast !== undefined) {
    const isOfRequest = request.written !== undefined;
    return isOfRequest === (ofOther === undefined) ? undefined : "it was about another token";
  }
  const [, ofProfile, summary = ""] = /^((?:profile's token, )?not in this request · )?(.*)$/.exec(text) ?? [];
  if (ofProfile !== undefined && request.written !== undefined) return "the request has a token";
  if (summary.startsWith("not active")) return person.worker.accepts(request.token) ? "it is live" : undefined;
  const { reference, profile } = request;
  if (reference !== undefined && reference.owner === undefined) return "it refers to no token";
  const token = ofProfile === undefined && !reference ? request.token : heldOf(person, reference?.owner ?? profile);
  if (token === undefined) return "there is no token";
  const issued = person.worker.issued.get(token.accessToken);
  // Where the clock was set back, the end is known a little late.
  const late = { ...issued, ends: (issued?.ends ?? 0) + TOLERANCE } as Issued;
  if (issued === undefined || !person.worker.accepts(late)) return "Argus does not accept it";
  const until = /(?:^| · )until (\d\d:\d\d(?::\d\d)?)/.exec(summary)?.[1];
  const end = issued.ends + person.worker.offset;
  // The clock may have been corrected a little since.
  const isRight = until === undefined || SECONDS.some((s) => clockTime(end + s * 1000).startsWith(until));
  return isRight ? undefined : "it lives until another time";
}

/** The first line of an answer's hover, without Markdown. */
function heading(hover: string): string {
  const [first = ""] = hover.split("\n");
  return first.replace(/^\*\*[^*]+\*\*: /, "").replace(/\\(.)/g, "$1");
}

function hoverObjection(text: string, { token }: Request, now: number): string | undefined {
  if (!text.startsWith("Argus token")) return token === undefined ? undefined : "the request has a token";
  const [, profile, state] = /^Argus token of the profile “(.*)”, (live|expired) /.exec(text) ?? [];
  if (token === undefined) return "there is no token";
  if (token.profile !== profile) return "it is another one's";
  return (state === "live") === isLive(token, now) ? undefined : "it is not so";
}

function problemObjection(
  text: string,
  { token, host, reference }: Request,
  person: Person,
  now: number,
): string | undefined {
  if (text.startsWith("expired-token")) return token && !isLive(token, now) ? undefined : "no token has expired";
  if (text.startsWith("other-host"))
    return (token && isForeign(host, token)) || isSentAway(reference, host) ? undefined : "it is a host of the profile";
  if (text.startsWith("no-token-for-reference"))
    return isEmpty(reference, person, now) ? undefined : "there is a token";
  const unknown = /^unknown-profile: There is no profile “(.*)”/.exec(text)?.[1];
  if (unknown !== undefined) return hostsNow()[unknown] === undefined ? undefined : "the profile exists";
  return `no such problem was expected`;
}

/** Will a request be sent without the token that it refers to? */
function isEmpty(reference: Request["reference"], person: Person, now: number): boolean {
  if (reference === undefined) return false;
  const held = reference.owner === undefined ? undefined : heldOf(person, reference.owner);
  return !person.isSharing || held === undefined || !isLive(held, now);
}

/** Does a reference mean the token of a profile that it is not sent to? */
function isSentAway(reference: Request["reference"], host: string): boolean {
  const url = hostsNow()[reference?.owner ?? ""]?.url;
  return url !== undefined && isForeign(host, { url, profile: reference?.owner ?? "" });
}

/** What has to be said: a dead token, and one that goes to a host that it is not for. */
function unsaid(requests: readonly Request[], said: readonly Statement[], person: Person, now: number): string[] {
  return requests.flatMap(({ line, token, host, reference }) => {
    const has = (code: string): boolean =>
      said.some((one) => one.where === "problem" && one.line === line && one.text.startsWith(code));
    if (token === undefined) {
      return [
        ...(isEmpty(reference, person, now) && !has("no-token-for-reference")
          ? [`line ${line}: no word about no token`]
          : []),
        ...(isSentAway(reference, host) && !has("other-host") ? [`line ${line}: no word about ${host}`] : []),
      ];
    }
    return [
      ...(!isLive(token, now) && !has("expired-token") ? [`line ${line}: no word about a dead token`] : []),
      ...(isForeign(host, token) && isLive(token, now) && !has("other-host")
        ? [`line ${line}: no word about ${host} and a token of ${token.profile}`]
        : []),
    ];
  });
}

function barObjections(requests: readonly Request[], person: Person, now: number): string[] {
  const profile = requests.findLast(({ from }) => from <= person.cursor)?.profile;
  if (profile === undefined) return [];
  if (hostsNow()[profile] === undefined) {
    const { text, label } = person.bar();
    const says = text === `${profile}: no such profile` && label.startsWith(`Argus: There is no profile “${profile}”`);
    return says ? [] : [`status bar: “${text}”, “${label}”, but there is no profile ${profile}`];
  }
  const held = heldOf(person, profile);
  const live = held !== undefined && isLive(held, now);
  const failed = person.isRenewalFailing ? ", renewal failed" : "";
  const expected = live
    ? `${profile} ${timeLeft(held.expiresAt - now)}${failed}`
    : held === undefined || held.issuedAt > now + TOLERANCE
      ? `${profile}: no token`
      : `${profile} expired${failed}`;
  const { text, label } = person.bar();
  const isSame = live === label.includes(" live until ") && label.startsWith(`Argus: ${profile}: `);
  // The bar counts a moment late.
  const isNow =
    text === expected || (live && text === `${profile} ${timeLeft(held.expiresAt - now + MOMENT)}${failed}`);
  return isNow && isSame ? [] : [`status bar: “${text}”, “${label}”, but it is ${expected}`];
}
