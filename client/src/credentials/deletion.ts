import { errorName } from "../failures/errorName.ts";
import { failure, type Outcome } from "../failures/failure.ts";

/** Runs a deletion from the secret storage, which can fail. Errors: `notDeleted`. */
export async function deleted(run: () => Promise<void>): Promise<Outcome<void>> {
  try {
    await run();
    return { ok: true, value: undefined };
  } catch (error) {
    return failure("notDeleted", errorName(error));
  }
}
