import { kustomizePlants } from "./kustomize/plants.ts";
import type { Bed, Plant } from "./plant.ts";
import { capacity } from "./plants/capacity.ts";
import { names } from "./plants/names.ts";
import { objects } from "./plants/objects.ts";
import { practice } from "./plants/practice.ts";
import { programs } from "./plants/programs.ts";
import { references } from "./plants/references.ts";
import { selectors } from "./plants/selectors.ts";
import { traffic } from "./plants/traffic.ts";
import { volumes } from "./plants/volumes.ts";

/** Every fault that is planted, by what it is about. */
export const beds: readonly Bed[] = [
  { about: "Objects by themselves", plants: objects },
  { about: "References", plants: references },
  { about: "Selectors, budgets, autoscalers", plants: selectors },
  { about: "Traffic against policies", plants: traffic },
  { about: "Host names in values, environments", plants: names },
  { about: "Capacity", plants: capacity },
  { about: "Volumes", plants: volumes },
  { about: "What is known of programs", plants: programs },
  { about: "Good practice", plants: practice },
];

/** What is planted into files that kustomize builds. */
export const kustomizeBed = { about: "Trees of kustomize", plants: kustomizePlants };

export const plants: readonly Plant[] = beds.flatMap((bed) => bed.plants);
