import type { Complaint, Reason } from "../validation/complaints.ts";
import type { FieldPath } from "../validation/field-path.ts";

/** What a value was found to be wrong with, and how much of it was right. */
export class Result {
  readonly found: Complaint[] = [];
  /** How many checks were passed: of several schemas the one that passed most is told about. */
  passed = 0;
  /** Whether something is wrong that keeps the server from evaluating the rules. */
  blocks = false;

  get isValid(): boolean {
    return this.found.length === 0;
  }

  add(reason: Reason, path: FieldPath, message: string, instead?: string): void {
    this.found.push({ reason, path, message, instead });
  }

  /** Adds what keeps the server from evaluating the rules. */
  block(reason: Reason, path: FieldPath, message: string, instead?: string): void {
    this.blocks = true;
    this.add(reason, path, message, instead);
  }

  merge(other: Result): void {
    for (const each of other.found) if (!this.has(each)) this.found.push(each);
    this.passed += other.passed;
    this.blocks ||= other.blocks;
  }

  private has({ path, message }: Complaint): boolean {
    return this.found.some(
      (known) => known.message === message && known.path.toString() === path.toString(),
    );
  }
}
