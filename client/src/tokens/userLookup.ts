import { CancellationTokenSource, type LogOutputChannel } from "vscode";
import type { ProfileSecrets } from "../credentials/profileSecrets.ts";
import { logged } from "../failures/logged.ts";
import { userinfoFacts } from "../session/provenance.ts";
import type { Sessions } from "../session/session.ts";
import type { Worker } from "../worker/worker.ts";
import { isForElsewhere, profileForCheck, userKeyOf } from "./tokenProvenance.ts";
import type { ProfileToken } from "./tokens.ts";

/** In ms: another extension waits for its session. */
const LONGEST_WAIT = 3000;

interface Dependencies {
  sessions: Pick<Sessions, "known" | "learn" | "users">;
  profileSecrets: Pick<ProfileSecrets, "read">;
  worker: Pick<Worker, "send">;
  log: LogOutputChannel;
  longestWait?: number;
}

/** Asks Argus who the user of a profile is, if that is not known yet. */
export class UserLookup {
  readonly #dependencies: Dependencies;
  /** The last one by profile's name, under way or done. */
  readonly #lookups = new Map<string, { accessToken: string; done: Promise<void> }>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Waits a few seconds at most. Asks once per token, because an answer without a name would be the same again. */
  async run({ profile, token: { accessToken } }: ProfileToken): Promise<void> {
    if (this.#dependencies.sessions.users.of(userKeyOf(profile)) !== undefined) return;
    const last = this.#lookups.get(profile.name);
    const done = last?.accessToken === accessToken ? last.done : this.#ask({ profile, accessToken });
    this.#lookups.set(profile.name, { accessToken, done });
    await done;
  }

  async #ask({ profile, accessToken }: { profile: ProfileToken["profile"]; accessToken: string }): Promise<void> {
    const { sessions, profileSecrets, worker, log, longestWait = LONGEST_WAIT } = this.#dependencies;
    const { secrets } = await profileSecrets.read(profile);
    const known = sessions.known(accessToken);
    // A token goes only where it was issued for, so not if the settings have changed since, or while it is being stored.
    if (secrets.credential === undefined || known === undefined || isForElsewhere(known, profile, secrets)) return;
    const source = new CancellationTokenSource();
    const timer = setTimeout(() => {
      source.cancel();
    }, longestWait);
    const params = { profile: profileForCheck(profile, known, secrets), token: accessToken };
    const answer = await logged(log, "userinfo", profile.name, () =>
      worker.send("argus/userinfo", params, source.token),
    );
    clearTimeout(timer);
    source.dispose();
    if (answer.ok) sessions.learn(accessToken, userinfoFacts(answer.value.claims));
  }
}
