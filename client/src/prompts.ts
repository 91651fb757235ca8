import { safeParse } from "valibot";
import { type Credential, describeIssue, headerTextSchema, type Profile } from "../../server/src/protocol.ts";
import { originOf } from "./credentials.ts";
import { failure, type Outcome } from "./failure.ts";
import { askSteps, type Step } from "./multiStepInput.ts";
import { DEFAULT_PROFILE, profileNameProblem, profileNames, saveProfile, setActiveProfile } from "./settings.ts";

const PUBLIC_API = "https://api.mnemonic.no";

/** A new profile in the settings, and the API key for it; nothing is written if the person gives up on the way. */
export async function askProfile(): Promise<Outcome<{ profile: Profile; credential: Credential }>> {
  const known = profileNames();
  const answers = await askSteps("Argus: Add Profile", [
    {
      prompt: "Profile name, as in “# @argus name”",
      value: known.includes(DEFAULT_PROFILE) ? "" : DEFAULT_PROFILE,
      problem: (name) =>
        known.includes(name) ? `There is a profile “${name}” already` : sentence(profileNameProblem(name)),
    },
    { prompt: "URL of the Argus API", value: PUBLIC_API, placeholder: PUBLIC_API, problem: urlProblem },
    {
      prompt: "Client ID of the application that the token is for",
      placeholder: "00000000-0000-0000-0000-000000000000",
      problem: (clientId) => (/^\S+$/.test(clientId) ? undefined : "Enter the client ID, without spaces"),
    },
    apiKeyStep("API key, kept in VS Code's secret storage"),
  ]);
  if (answers === undefined) return failure("cancelled");
  const [name = "", url = "", clientId = "", apiKey = ""] = answers;
  const profile: Profile = { name, url, clientId };
  try {
    await saveProfile(name, { url, clientId });
    if (known.length > 0) await setActiveProfile(name);
  } catch (error) {
    return failure("settingsFailed", error instanceof Error ? error.name : typeof error);
  }
  return { ok: true, value: { profile, credential: { kind: "apiKey", apiKey } } };
}

/** The API key for a profile, checked and trimmed; `undefined` when the person gave up. */
export async function askApiKey(profile: Profile, why?: string): Promise<string | undefined> {
  const prompt = `${why === undefined ? "" : `${why} `}API key for ${originOf(profile)}`;
  return (await askSteps(`Argus: API Key of ${profile.name}`, [apiKeyStep(prompt)]))?.[0];
}

/** The client secret for introspection; empty where the client has none, `undefined` when the person gave up. */
export async function askClientSecret(profile: Profile, why?: string): Promise<string | undefined> {
  const step: Step = {
    prompt: `${why === undefined ? "" : `${why} `}Client secret of ${profile.clientId}, for introspection at ${originOf(profile)}; leave it empty if the client has none`,
    masked: true,
    problem: () => undefined,
  };
  return (await askSteps(`Argus: Client Secret of ${profile.name}`, [step]))?.[0];
}

function apiKeyStep(prompt: string): Step {
  return { prompt, masked: true, problem: apiKeyProblem };
}

function apiKeyProblem(text: string): string | undefined {
  const checked = safeParse(headerTextSchema, text, { abortEarly: true });
  return checked.success ? undefined : `The API key ${describeIssue(checked.issues[0])}`;
}

function urlProblem(text: string): string | undefined {
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
