import { ACCESS } from "./access.ts";
import { ADMISSION } from "./admission.ts";
import { NETWORK } from "./network.ts";
import { PLAIN, POLICY } from "./policy.ts";
import type { Sample } from "./sample.ts";
import { STORAGE } from "./storage.ts";
import { WORKLOADS } from "./workloads.ts";

export type { Sample };

/**
 * What the defaults are learnt from: every case of every default must occur, in each kind that has
 * it.
 */
export const SAMPLES: readonly Sample[] = [
  ...WORKLOADS,
  ...NETWORK,
  ...STORAGE,
  ...POLICY,
  ...PLAIN,
  ...ACCESS,
  ...ADMISSION,
];
