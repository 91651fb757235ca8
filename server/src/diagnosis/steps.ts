import { DIAGNOSIS_STEPS, type DiagnosisStep } from "../../../common/protocol/diagnosis.ts";
import type { Redactor } from "../../../common/redaction.ts";

/** The result of a step, before it gets a name and a duration. */
export type Verdict = Omit<DiagnosisStep, "name" | "ms">;

/** Collects the steps of a diagnosis and reports each one as it finishes. All of them are redacted here. */
export class Steps {
  readonly done: DiagnosisStep[] = [];
  readonly redactor: Redactor;
  readonly #tell: (step: DiagnosisStep) => void;

  constructor(redactor: Redactor, tell: (step: DiagnosisStep) => void) {
    this.redactor = redactor;
    this.#tell = tell;
  }

  /** Runs a step; returns whether the steps that build on it make sense. */
  async take(name: DiagnosisStep["name"], step: () => Promise<Verdict> | Verdict): Promise<boolean> {
    const start = performance.now();
    const verdict = await step();
    this.#add(name, verdict, performance.now() - start);
    return verdict.state !== "failed";
  }

  skip(name: DiagnosisStep["name"], verdict: string): void {
    this.#add(name, { state: "skipped", verdict }, 0);
  }

  /** Adds the steps that were not run. */
  skipRest(verdict: string): void {
    for (const name of DIAGNOSIS_STEPS) if (!this.done.some((step) => step.name === name)) this.skip(name, verdict);
  }

  #add(name: DiagnosisStep["name"], { state, verdict, hint, details }: Verdict, duration: number): void {
    const clean = (text: string): string => this.redactor.redact(text);
    const step = {
      name,
      state,
      verdict: clean(verdict),
      ...(hint === undefined ? {} : { hint: clean(hint) }),
      ...(details === undefined || details.length === 0 ? {} : { details: details.map(clean) }),
      ms: state === "skipped" ? 0 : Math.round(duration * 10) / 10,
    };
    this.done.push(step);
    this.#tell(step);
  }
}
