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

/** The same for one setting. Errors: `settingFailed`. @param name of the setting */
export async function writtenSetting(name: string, write: () => Promise<void>): Promise<Outcome<void>> {
  return (await problemOf(write, () => failure("settingFailed", name))) ?? { ok: true, value: undefined };
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
