import * as l10n from "@vscode/l10n";

/** What to print: the token alone, a header line, headers as JSON, or the whole token as JSON. */
export type Form = "token" | "header" | "headersJson" | "json";

export interface Call {
  kind: "print" | "exec";
  /** The profile's name; the window's active profile if absent. */
  profile?: string;
  /** Whether the window may ask the person something. */
  prompt: boolean;
}

export type Invocation =
  | { kind: "help" | "version" }
  | (Call & { kind: "print"; form: Form })
  /** `command` is never empty. */
  | (Call & { kind: "exec"; command: string[] })
  /** `problem` is a function, because the command line is read before the language is known. */
  | { kind: "usage"; problem: () => string };

const FORMS: ReadonlyMap<string, Form> = new Map([
  ["--header", "header"],
  ["--headers-json", "headersJson"],
  ["--json", "json"],
]);

/**
 * Reads the command line.
 *
 * @param args the arguments after the program's name
 * @param environment its `ARGUS_PROFILE` is the default profile
 */
export function readArguments(args: readonly string[], environment: NodeJS.ProcessEnv): Invocation {
  const end = args.indexOf("--");
  const before = end === -1 ? args : args.slice(0, end);
  const after = end === -1 ? [] : args.slice(end + 1);
  // Only arguments before "--" are ours; the rest belong to another program.
  if (before.some((argument) => argument === "--help" || argument === "-h")) return { kind: "help" };
  if (before.includes("--version")) return { kind: "version" };

  const forms = new Set<Form>();
  const names: string[] = [];
  let [exec, prompt] = [false, true];
  for (const argument of before) {
    const form = FORMS.get(argument);
    if (form !== undefined) forms.add(form);
    else if (argument === "--exec") exec = true;
    else if (argument === "--no-prompt") prompt = false;
    else if (argument.startsWith("-")) return usage(() => l10n.t("There is no option {0}.", argument));
    else names.push(argument);
  }
  if (forms.size + Number(exec) > 1) {
    return usage(() => l10n.t("Only one of --header, --headers-json, --json and --exec can be given."));
  }
  if (exec && after.length === 0) return usage(() => l10n.t("After --exec, write -- and the command to run."));
  // Without --exec, "--" lets a profile's name begin with a dash.
  if (!exec) names.push(...after);
  if (names.length > 1) return usage(() => l10n.t("Only one profile can be named."));
  if (names.includes("")) return usage(() => l10n.t("The name of the profile is empty."));
  const named = names[0] ?? environment["ARGUS_PROFILE"];
  const call = { prompt, ...(named === undefined || named === "" ? {} : { profile: named }) };
  if (!exec) return { ...call, kind: "print", form: [...forms][0] ?? "token" };
  return { ...call, kind: "exec", command: after };
}

function usage(problem: () => string): Invocation {
  return { kind: "usage", problem };
}
