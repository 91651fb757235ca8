/**
 * The section of a version in the changelog, without its heading, for the release page.
 *
 * @throws Error with one sentence if the section or its date is missing
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
