import * as l10n from "@vscode/l10n";
import { env, type Extension, type LogOutputChannel, ProgressLocation, version, window } from "vscode";
import type { Profile } from "../../../common/protocol/profile.ts";
import { DIAGNOSIS_STEPS, type DiagnosisStep } from "../../../common/protocol/diagnosis.ts";
import type { Reports } from "../answers/reports.ts";
import { originOf } from "../credentials/binding.ts";
import { credentialName } from "../credentials/credentialName.ts";
import { type ProfileSecrets, withConsent } from "../credentials/profileSecrets.ts";
import type { StorageHealth } from "../credentials/storageHealth.ts";
import { about, type Outcome } from "../failures/failure.ts";
import { logged } from "../failures/logged.ts";
import { remoteWindow } from "../session/remoteWindow.ts";
import { proxyAddress, verifiesCertificates } from "../worker/networkSettings.ts";
import type { Worker } from "../worker/worker.ts";
import { diagnosisReport, stepNames } from "./diagnosisReport.ts";

interface Dependencies {
  profileSecrets: ProfileSecrets;
  health: StorageHealth;
  worker: Worker;
  reports: Reports;
  extension: Extension<unknown>;
  log: LogOutputChannel;
}

/** Tests each part of a profile's calls with the stored credential, and opens a report. */
export async function diagnose(profile: Profile, parts: Dependencies): Promise<Outcome<void>> {
  const { profileSecrets, health, worker, reports, extension, log } = parts;
  const { secrets } = await profileSecrets.read(profile);
  const { credential: stored, clientSecret, token } = secrets;
  const withoutCredential = {
    profile: withConsent(profile, secrets),
    ...(clientSecret === undefined || clientSecret === "" ? {} : { clientSecret }),
    ...(token === undefined ? {} : { token: token.accessToken }),
  };
  const title = l10n.t("Argus: diagnosing the connection of {0}", profile.name);
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  const time = Date.now();
  const answer = await logged(log, "diagnose", profile.name, () =>
    Promise.resolve(
      window.withProgress(options, async (progress, cancellation) => {
        progress.report({ message: stepNames()[DIAGNOSIS_STEPS[0]] });
        const credential = stored && (await profileSecrets.resolve(profile, stored, cancellation));
        if (credential?.ok === false) return credential;
        const params = { ...withoutCredential, ...(credential === undefined ? {} : { credential: credential.value }) };
        return worker.send("argus/diagnose", params, cancellation, (step) => {
          const next = stepAfter(step);
          if (next !== undefined) progress.report({ message: stepNames()[next] });
        });
      }),
    ),
  );
  if (!answer.ok) return about(profile.name, answer);
  const manifest = extension.packageJSON as { version: string };
  const report = diagnosisReport(
    {
      time,
      profile: { name: profile.name, origin: originOf(profile), clientId: profile.clientId },
      credential: stored && credentialName(stored),
      proxy: proxyAddress(),
      verifiesCertificates: verifiesCertificates(),
      storage: health.note(),
      versions: {
        extension: manifest.version,
        editor: `${version} (${env.appName}, ${env.appHost})`,
        platform: `${process.platform} ${process.arch}`,
      },
      remote: remoteWindow(),
    },
    answer.value.steps,
  );
  await reports.show(l10n.t("Argus diagnosis"), report);
  return { ok: true, value: undefined };
}

function stepAfter(step: unknown): DiagnosisStep["name"] | undefined {
  const name = typeof step === "object" && step !== null && "name" in step ? step.name : undefined;
  const index = DIAGNOSIS_STEPS.findIndex((known) => known === name);
  return index < 0 ? undefined : DIAGNOSIS_STEPS[index + 1];
}
