import type { Memento } from "vscode";
import { hostOf } from "../../../common/hosts.ts";
import { type HostAgreement, profileNamed } from "../settings.ts";

/** In the global state, which no workspace can write: `[profile, its host, host]`. */
const AGREED = "argus.agreedHosts";

/** The hosts of applications that a person agreed to, where a workspace's settings name them. */
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

/** Another profile of the same name, at another URL, has to be agreed to again. */
function keyOf(name: string, host: string): string | undefined {
  const profile = profileNamed(name);
  return profile.ok ? JSON.stringify([name, hostOf(profile.value.url), host.trim().toLowerCase()]) : undefined;
}
