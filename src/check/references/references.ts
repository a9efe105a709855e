import { workloads } from "../objects/workloads.ts";
import { once } from "../world.ts";
import { podReferences } from "./from-pods.ts";
import type { Reference } from "./reference.ts";

/** Every place of a world where an object names another. */
export const references = once((world): readonly Reference[] =>
  workloads(world).flatMap(podReferences),
);
