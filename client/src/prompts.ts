import type { Credential, Profile } from "../../server/src/protocol.ts";
import { credentialSteps, kindStep } from "./credentialPrompts.ts";
import { failure, type Outcome } from "./failure.ts";
import type { InspectKey } from "./jwtPrompts.ts";
import { askSteps } from "./multiStepInput.ts";
import { DEFAULT_PROFILE, profileNameProblem, profileNames, saveProfile, setActiveProfile } from "./settings.ts";

const PUBLIC_API = "https://api.mnemonic.no";

/** Name, URL, client, kind of credential, and the credential, which is one question or begins several. */
const QUESTIONS = 5;

interface NewProfile {
  profile: Profile;
  credential: Credential;
}

/** A new profile in the settings, and the credential for it; nothing is written if the person gives up on the way. */
export async function askProfile(inspect: InspectKey): Promise<Outcome<NewProfile>> {
  const known = profileNames();
  const asked = await askSteps("Argus: Add Profile", async (ask): Promise<Outcome<NewProfile>> => {
    const total = QUESTIONS;
    const name = await ask.box({
      total,
      prompt: "Profile name, as in “# @argus name”",
      value: known.includes(DEFAULT_PROFILE) ? "" : DEFAULT_PROFILE,
      problem: (text) =>
        known.includes(text) ? `There is a profile “${text}” already` : sentence(profileNameProblem(text)),
    });
    const url = await ask.box({
      total,
      prompt: "URL of the Argus API",
      value: PUBLIC_API,
      placeholder: PUBLIC_API,
      problem: urlProblem,
    });
    const clientId = await ask.box({
      total,
      prompt: "Client ID of the application that the token is for",
      placeholder: "00000000-0000-0000-0000-000000000000",
      problem: (text) => (/^\S+$/.test(text) ? undefined : "Enter the client ID, without spaces"),
    });
    const kind = await kindStep(ask, total);
    const place = "for it, kept in VS Code's secret storage";
    const credential = await credentialSteps(ask, kind, { place, total, inspect });
    if (!credential.ok) return credential;
    return { ok: true, value: { profile: { name, url, clientId }, credential: credential.value } };
  });
  if (asked?.ok !== true) return asked ?? failure("cancelled");
  const { name, url, clientId } = asked.value.profile;
  try {
    await saveProfile(name, { url, clientId });
    if (known.length > 0) await setActiveProfile(name);
  } catch (error) {
    return failure("settingsFailed", error instanceof Error ? error.name : typeof error);
  }
  return asked;
}

/** What is wrong with a URL that a person enters, or `undefined`. */
export function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return "Enter a URL, such as https://api.mnemonic.no";
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return "A user name or password does not belong in the URL";
  if (protocol === "https:") return undefined;
  // The worker has the last word on which addresses are loopback.
  const local = hostname === "localhost" || hostname.startsWith("127.") || hostname === "[::1]";
  return protocol === "http:" && local ? undefined : "The URL must begin with https:// (http:// only for this machine)";
}

function sentence(problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `The name ${problem}`;
}
