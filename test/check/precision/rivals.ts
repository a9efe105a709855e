import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What others tell of the same trees. */
export interface RivalFigures {
  /** How findings were matched. */
  readonly method: string;
  readonly rows: readonly RivalRow[];
  /** True faults that another tells and we do not. */
  readonly gaps: readonly Gap[];
}

export interface RivalRow {
  readonly name: string;
  readonly errors: number;
  readonly ofErrors: number;
  readonly warnings: number;
  readonly ofWarnings: number;
  readonly gaps: number;
}

export interface Gap {
  readonly tree: string;
  readonly rival: string;
  readonly object: string;
  readonly told: string;
  /** Begins with "true" for a fault that happens, "false" for an alarm, "practice" for advice. */
  readonly verdict: string;
}

const file = join(import.meta.dirname, "rivals.json");

/** The figures of the last comparison. */
export function rivalFigures(): RivalFigures | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

export function writeRivalFigures(figures: RivalFigures): void {
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
}
