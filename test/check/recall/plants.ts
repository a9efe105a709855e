import type { Plant } from "./plant.ts";
import { capacity } from "./plants/capacity.ts";
import { names } from "./plants/names.ts";
import { practice } from "./plants/practice.ts";
import { programs } from "./plants/programs.ts";
import { references } from "./plants/references.ts";
import { selectors } from "./plants/selectors.ts";
import { traffic } from "./plants/traffic.ts";
import { volumes } from "./plants/volumes.ts";

/** Every fault that is planted, by the layer that has to find it. */
export const plants: readonly Plant[] = [
  ...references,
  ...selectors,
  ...traffic,
  ...names,
  ...capacity,
  ...volumes,
  ...programs,
  ...practice,
];
