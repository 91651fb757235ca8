import { errorName } from "./errorName.ts";
import { failure, type Outcome } from "./failure.ts";

/** Where a setting is written. */
export type SettingsPlace = "user" | "remote" | "workspace";

/** Writes profiles to the settings; the file may be read-only or broken. Errors: `settingsFailed`. */
export async function written<T>(
  write: () => Promise<void>,
  outcome: Outcome<T>,
  owner: "user" | "workspace",
): Promise<Outcome<T>> {
  return (await problemOf(write, owner, (reason) => failure("settingsFailed", reason))) ?? outcome;
}

/** The same for one setting. Errors: `settingFailed`. @param name of the setting */
export async function writtenSetting(
  name: string,
  place: SettingsPlace,
  write: () => Promise<void>,
): Promise<Outcome<void>> {
  const problem = await problemOf(write, place, () => failure("settingFailed", name));
  return problem ?? { ok: true, value: undefined };
}

/** @returns the failure, whose button opens the file in question */
async function problemOf(
  write: () => Promise<void>,
  place: SettingsPlace,
  failed: (reason: string) => ReturnType<typeof failure>,
): Promise<Outcome<never> | undefined> {
  try {
    await write();
    return undefined;
  } catch (thrown) {
    const { error } = failed(errorName(thrown));
    return { ok: false, error: { ...error, help: [`${place}Settings`, "retry"] } };
  }
}
