/**
 * A version's section of the changelog, without its heading: what a release page shows.
 *
 * @throws Error in one sentence, when there is none, or it has no date
 */
export function changelogSection(changelog: string, version: string): string {
  const [, date, section] =
    new RegExp(
      `^## \\[${version.replaceAll(".", "\\.")}\\](?: - (\\d{4}-\\d{2}-\\d{2}))?\\n([^]*?)(?=^## \\[|(?![^]))`,
      "m",
    ).exec(changelog) ?? [];
  if (section === undefined) throw new Error(`CHANGELOG.md has no section for ${version}.`);
  if (date === undefined) throw new Error(`The section for ${version} in CHANGELOG.md has no date.`);
  return section.trim();
}
