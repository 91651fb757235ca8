import { analysisWith } from "./features.ts";

export const PROFILES = {
  dev: { url: "https://dev.example.com" },
  prod: { url: "https://api.example.com", hosts: ["app.example.com", "*.apps.example.com"] },
  local: { url: "http://127.0.0.1:4000" },
};

/** The token of `helpers.ts` belongs to dev. */
export const analysis = analysisWith({ profiles: PROFILES, activeProfile: "dev" });
