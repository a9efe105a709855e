import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Judgement } from "./judged.ts";

/** What the check told of trees that nobody had looked at, and what was judged of it then. */
export interface FirstSight {
  readonly date: string;
  readonly trees: readonly {
    readonly name: string;
    readonly objects: number;
    readonly errors: number;
    readonly warnings: number;
  }[];
  readonly judgements: readonly Judgement[];
}

/** As it was written then: no rule that was mended afterwards changes it. */
export function firstSight(): FirstSight {
  return JSON.parse(readFileSync(join(import.meta.dirname, "first-sight.json"), "utf8"));
}
