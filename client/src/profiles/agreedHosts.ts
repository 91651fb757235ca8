import type { Memento } from "vscode";
import { hostOf } from "../../../common/hosts.ts";
import { profileNamed } from "../settings.ts";
import type { HostAgreement } from "../worker/workerSettings.ts";

/** In the global state, which no workspace can write: `[profile, its host, host]`. */
const AGREED = "argus.agreedHosts";

/** The hosts in a workspace's settings that the person agreed to. */
export class AgreedHosts implements HostAgreement {
  readonly #memory: Memento;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  has(profile: string, host: string): boolean {
    const key = keyOf(profile, host);
    return key !== undefined && this.#keys().includes(key);
  }

  async add(profile: string, host: string): Promise<void> {
    const key = keyOf(profile, host);
    if (key !== undefined) await this.#memory.update(AGREED, [...new Set([...this.#keys(), key])]);
  }

  #keys(): string[] {
    return this.#memory.get<string[]>(AGREED, []);
  }
}

/** A profile with the same name but another URL needs a new agreement. */
function keyOf(name: string, host: string): string | undefined {
  const profile = profileNamed(name);
  return profile.ok ? JSON.stringify([name, hostOf(profile.value.url), host.trim().toLowerCase()]) : undefined;
}
