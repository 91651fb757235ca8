import { tokenDigest } from "../../../common/digest.ts";
import type { AnalysisContext } from "../../../server/src/http/facts/analysisContext.ts";
import { analysisWith, DEAD, NOW } from "./features.ts";

export const ALC = "myUserName/alc89012";

export const PROFILES = {
  dev: { url: "https://dev.example" },
  alc: { url: "https://alc.example", header: "X-Argus-Token", headerValue: "{token}" },
  key: { url: "https://key.example", header: "X-Argus-Token" },
  odd: { url: "https://odd.example", header: "X-Auth", headerValue: 'Token token="{token}"' },
  bare: { url: "https://bare.example", headerValue: "{token}" },
  word: { url: "https://word.example", headerValue: "Token {token}" },
};

export const known = (settings: Partial<AnalysisContext["settings"]> = {}): AnalysisContext => {
  const analysis = analysisWith({ profiles: PROFILES, activeProfile: "alc", ...settings });
  const alc = { digest: tokenDigest(ALC), profile: "alc", expiresAt: NOW + 60_000 };
  const dead = { digest: tokenDigest(`${DEAD}x`), profile: "alc", expiresAt: NOW - 60_000 };
  return { ...analysis, held: { tokens: [...analysis.held.tokens, alc, dead] } };
};

export const OTHERS = [
  "Authorization: Basic dXNlcjpwYXNz",
  "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln",
  "Authorization: Bearer {{otherToken}}",
  "authorization: ghp_0123456789",
  "Authorization: Digest username=x",
];
