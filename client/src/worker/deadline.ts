import type { ArgusRequests } from "../../../common/protocol/requests.ts";

/** How long the worker may take to read a document or a key, in ms: a file with 100 000 requests takes a second. */
export const LONGEST_ANALYSIS = 10_000;

/** How long a network call may exceed its own time limit, in ms. */
const SLACK = 5_000;

/** How many network calls a request can make one after another, each with its own time limit; 0 if it makes none. */
const CALLS: Readonly<Record<keyof ArgusRequests, number>> = {
  "argus/token": 1,
  "argus/introspect": 1,
  "argus/userinfo": 1,
  // Metadata in up to three places, the revocation, the session.
  "argus/end": 5,
  // One for each possible URL of the document.
  "argus/discover": 3,
  "argus/findClient": 1,
  // The route to the server, then a token, introspection and userinfo.
  "argus/diagnose": 4,
  "argus/inspectKey": 0,
  "argus/requestAt": 0,
  "argus/nameProfile": 0,
  "argus/profileAt": 0,
  "argus/httpEnvironments": 0,
  "argus/authorize": 0,
  "argus/tokenProfiles": 0,
  "argus/requestProfiles": 0,
  "argus/replaceTokens": 0,
  "argus/removeTokens": 0,
  "argus/codeLenses": 0,
  "argus/lensState": 0,
  "argus/apiKeyAt": 0,
};

/**
 * After how many ms without an answer the worker counts as hung.
 *
 * @param timeLimit of one network call, in ms
 */
export function longestAnswer(method: keyof ArgusRequests, timeLimit: number): number {
  const calls = CALLS[method];
  return calls === 0 ? LONGEST_ANALYSIS : calls * timeLimit + SLACK;
}

/**
 * Calls back when the time is up. Counts ticks instead of reading the clock: while the machine sleeps or the
 * extension host is blocked, the worker cannot answer either, so that time counts as one tick.
 *
 * @param ms until then
 * @param tick in ms
 */
export function startDeadline(ms: number, onOver: () => void, tick = 500): { dispose(): void } {
  let left = Math.ceil(ms / tick);
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    onOver();
  }, tick);
  return {
    dispose() {
      clearInterval(timer);
    },
  };
}
