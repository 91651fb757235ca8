import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { profileSchema } from "../../../common/protocol/profile.ts";
import { CHECKOUT } from "../../../release/manifest.ts";
import { eachCase } from "../../host/eachCase.ts";

/** All settings of 0.1.0, with the values it allowed. */
const SETTINGS_OF_0_1_0: Readonly<Record<string, readonly unknown[]>> = {
  "argus.profiles": [{}],
  "argus.activeProfile": ["", "dev"],
  "argus.insertAs": ["literal", "variable", "environment"],
  "argus.environmentVariables": [true, false],
  "argus.autoRefresh": ["off", "session", "documents"],
  "argus.codeLens": [true, false],
  "argus.forwardedFor": ["auto", "none", "192.0.2.7"],
  "argus.timeout": [1, 30, 300],
  "argus.caFile": ["", "/etc/ca.pem"],
  "argus.languageFeatures": ["auto", "on", "off"],
  "argus.trace.server": ["off", "messages", "verbose"],
};

const PROFILE_OF_0_1_0 = {
  url: "https://argus.example",
  clientId: "5a3d0b0c-0000-4000-8000-00000000d310",
  scope: "openid profile",
  clientAuthentication: "basicEncoded",
  forwardedFor: "auto",
  endpoints: { token: "/oauth/token", introspection: "/oauth/introspect", userinfo: "/oauth/userinfo" },
};

interface Property {
  type: string | string[];
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
}

function accepts({ type, enum: values, minimum = -Infinity, maximum = Infinity }: Property, value: unknown): boolean {
  const types = [type].flat();
  if (typeof value === "number" && (value < minimum || value > maximum)) return false;
  return (
    (types.includes(typeof value) || types.includes("integer")) && (values === undefined || values.includes(value))
  );
}

describe("an update from 0.1.0", () => {
  const manifest = JSON.parse(readFileSync(join(CHECKOUT, "package.json"), "utf8")) as {
    contributes: { configuration: { properties: Record<string, Property> } };
  };

  it("keeps settings with all their values", () =>
    eachCase(
      Object.entries(SETTINGS_OF_0_1_0),
      ([name]) => name,
      ([name, values]) => {
        const property = manifest.contributes.configuration.properties[name];
        assert(property);
        for (const value of values) assert(accepts(property, value), JSON.stringify(value));
      },
    ));

  it("keeps profiles with all their keys", () => {
    const profile = { name: "dev", ...PROFILE_OF_0_1_0 };
    assert.deepEqual({ ...v.parse(profileSchema, profile) }, profile);
  });
});
