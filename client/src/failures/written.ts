import { errorName } from "./errorName.ts";
import { failure, type Outcome } from "./failure.ts";

/** Writes profiles to the settings; the file may be read-only or broken. Errors: `settingsFailed`. */
export async function written<T>(
  write: () => Promise<void>,
  outcome: Outcome<T>,
  owner: "user" | "workspace",
): Promise<Outcome<T>> {
  const failed = (reason: string): Outcome<never> => {
    const { error } = failure("settingsFailed", reason);
    return { ok: false, error: { ...error, help: [`${owner}Settings`, "retry"] } };
  };
  return (await problemOf(write, failed)) ?? outcome;
}

/** Where a setting is written. */
export type SettingsPlace = "user" | "remote" | "workspace";

/** The same for one setting. Errors: `settingFailed`. @param name of the setting */
export async function writtenSetting(
  name: string,
  place: SettingsPlace,
  write: () => Promise<void>,
): Promise<Outcome<void>> {
  const failed = (): Outcome<never> => {
    const { error } = failure("settingFailed", name);
    return { ok: false, error: { ...error, help: [`${place}Settings`, "retry"] } };
  };
  return (await problemOf(write, failed)) ?? { ok: true, value: undefined };
}

async function problemOf(
  write: () => Promise<void>,
  failed: (reason: string) => Outcome<never>,
): Promise<Outcome<never> | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    return failed(errorName(error));
  }
}
