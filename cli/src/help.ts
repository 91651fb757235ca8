import * as l10n from "@vscode/l10n";

const USAGE = "argus-token [PROFILE] [--header | --headers-json | --json | --exec -- COMMAND…] [--no-prompt]";

/** The output of `--help`. */
export function helpText(): string {
  const options: [string, string][] = [
    ["--header", l10n.t("print a header line, for curl -H @-")],
    ["--headers-json", l10n.t("print the header as a JSON object, for header helpers of agents")],
    ["--json", l10n.t("print the token with its type, its expiry in seconds since 1970, and its profile")],
    ["--exec -- COMMAND…", l10n.t("run a command with the token in its ARGUS_TOKEN, and exit with its exit code")],
    ["--no-prompt", l10n.t("fail rather than ask anything in the window")],
    ["--help, --version", l10n.t("print this text, or the version")],
  ];
  const codes: [number, string][] = [
    [0, l10n.t("the token was printed")],
    [1, l10n.t("the output could not be written")],
    [2, l10n.t("the command line is wrong")],
    [3, l10n.t("there is no such profile, or its settings have an error")],
    [4, l10n.t("the user has to act in the window, or denied the request")],
    [5, l10n.t("Argus refused")],
    [6, l10n.t("Argus could not be reached")],
    [7, l10n.t("the VS Code window could not be reached")],
  ];
  return [
    l10n.t("Prints a live Argus access token from the VS Code window of this terminal."),
    "",
    `  ${USAGE}`,
    "",
    l10n.t("Without PROFILE, the variable ARGUS_PROFILE chooses one, else the window's active profile is used."),
    "",
    ...options.map(([option, text]) => `  ${option.padEnd(20)}${text}`),
    "",
    l10n.t("Exit codes, with a sentence on stderr:"),
    "",
    ...codes.map(([code, text]) => `  ${code}  ${text}`),
    "",
  ].join("\n");
}
