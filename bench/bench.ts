import type { Figures, Rounds } from "./measure.ts";
import type { Rivals } from "./rivals/install.ts";
import type { Installed } from "./slipway.ts";

/** What every part of the bench works with. */
export interface Bench {
  readonly slipway: Installed;
  readonly rivals: Rivals;
  /** A folder for generated programs, in which cdk8s is found. */
  readonly scratch: string;
  /** Everything once and at the smallest size, for the tests. */
  readonly smoke: boolean;
  rounds(counted: number): Rounds;
}

/** What a part of the bench found. */
export interface Section {
  readonly title: string;
  /** The first is what the others are compared with. */
  readonly figures: readonly Figures[];
  /** A further fact for each row, such as its time per object. */
  readonly facts?: readonly string[];
  readonly limits: readonly Limit[];
  readonly notes?: readonly string[];
}

/** A ratio that must not be exceeded. */
export interface Limit {
  readonly says: string;
  readonly ratio: number;
  readonly limit: number;
}
