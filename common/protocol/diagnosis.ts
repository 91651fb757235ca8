/** The steps of a diagnosis, in their order. */
export const DIAGNOSIS_STEPS = ["dns", "proxy", "tcp", "tls", "token", "introspection", "userinfo"] as const;

/** What became of one step. Holds no secret and no token: it is made to be pasted into a ticket. */
export interface DiagnosisStep {
  name: (typeof DIAGNOSIS_STEPS)[number];
  /** `skipped`: it does not apply, or one before it failed. */
  state: "ok" | "warning" | "failed" | "skipped";
  /** One sentence. */
  verdict: string;
  /** What to do about it. */
  hint?: string;
  /** What else was seen: addresses, the certificates of the chain, … one fact a line. */
  details?: string[];
  /** ms */
  ms: number;
}

export interface DiagnoseValue {
  steps: DiagnosisStep[];
}
