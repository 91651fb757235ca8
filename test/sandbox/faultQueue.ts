import type { Fault } from "./faults.ts";
import type { Operation } from "./shape.ts";

/** The pending faults, each for the next call it applies to. */
export class FaultQueue {
  private readonly waiting: { fault: Fault; operation: Operation | undefined }[] = [];

  /** Adds a fault for `times` calls, of one operation if it is named. */
  add(fault: Fault, times: number, operation: Operation | undefined): void {
    for (let time = 0; time < times; time++) this.waiting.push({ fault, operation });
  }

  /** Takes the first fault for a call of this operation (`undefined`: an operation that Argus does not know). */
  take(operation: Operation | undefined): Fault | undefined {
    const isMeant = (entry: { operation: Operation | undefined }): boolean =>
      entry.operation === undefined || entry.operation === operation;
    const index = this.waiting.findIndex(isMeant);
    return index < 0 ? undefined : this.waiting.splice(index, 1)[0]?.fault;
  }

  clear(): void {
    this.waiting.length = 0;
  }
}
