import * as l10n from "@vscode/l10n";
import type { BlockView } from "../facts/requestView.ts";
import type { Span } from "../parse/model.ts";
import { profilesForDirectives } from "../facts/analysisContext.ts";
import { nearest } from "./nearest.ts";
import { edit } from "./finding.ts";
import type { RuleContext, Finding, Fix } from "./finding.ts";

const MOST_NAMES = 5;

/** The longest name to quote in a sentence, in UTF-16 units. */
const LONGEST_NAME = 100;

/** A directive that names a profile the settings do not have. */
export function unknownProfile(view: BlockView, { analysis }: RuleContext): Finding[] {
  const names = profilesForDirectives(analysis);
  // An editor that sends no profiles may still have some.
  if (!names) return [];
  const { profile, headerProfile } = view.block;
  return [profile, headerProfile].flatMap((span) => (span ? check(view, span, names) : []));
}

function check(view: BlockView, span: Span, names: readonly string[]): Finding[] {
  const name = view.textOf(span);
  if (names.includes(name)) return [];
  const shown = name.slice(0, LONGEST_NAME);
  const range = view.rangeOf(span);
  const fixes = (): Fix[] => [
    ...nearest(name, names)
      .slice(0, MOST_NAMES)
      .flatMap((other, index) => edit(l10n.t("Change to “{0}”", other), { range, newText: other }, index === 0)),
    {
      title: l10n.t("Add Profile “{0}”", shown),
      command: { title: l10n.t("Add Profile"), command: "argus.addProfile", arguments: [name] },
    },
  ];
  return [
    {
      code: "unknown-profile",
      severity: "warning",
      range,
      message: l10n.t("There is no profile “{0}” in the setting argus.profiles.", shown),
      fixes,
    },
  ];
}
