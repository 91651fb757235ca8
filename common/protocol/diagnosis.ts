/** In the order of a diagnosis. */
export const DIAGNOSIS_STEPS = ["dns", "proxy", "tcp", "tls", "token", "introspection", "userinfo"] as const;

/** The result of one step. Contains no secret and no token, because people paste it into tickets. */
export interface DiagnosisStep {
  name: (typeof DIAGNOSIS_STEPS)[number];
  /** `skipped`: it does not apply, or an earlier step failed. */
  state: "ok" | "warning" | "failed" | "skipped";
  /** One sentence. */
  verdict: string;
  hint?: string;
  /** Further observations, such as addresses or the certificates of the chain; one per line. */
  details?: string[];
  /** Duration in ms. */
  ms: number;
}

export interface DiagnoseValue {
  steps: DiagnosisStep[];
}
