import { readFileSync } from "node:fs";
import { readSavedPlan, type SavedPlan } from "../../deploy/plan/saved.ts";
import { writeText } from "../../inputs/editable.ts";
import { fail } from "../../problem.ts";

/** `--plan FILE` */
export function readPlan(file: string): SavedPlan {
  try {
    return readSavedPlan(readFileSync(file, "utf8"), file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return fail({
      message: `the plan ${file} cannot be read: ${code}`,
      instead: "slipway deploy --dry-run --plan-out FILE writes one",
    });
  }
}

/** `--plan-out FILE` */
export function planWriter(file: string): (plan: SavedPlan) => void {
  return (plan) => writeText(file, `${JSON.stringify(plan, undefined, 2)}\n`);
}
