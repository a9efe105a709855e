import type { PriorityClass } from "../../types/scheduling.ts";
import type { Decoded } from "../decoded.ts";
import { setFirstGeneration } from "../first-generation.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validatePodGroup, validatePodGroupUpdate } from "./pod-group.ts";
import { validatePriorityClass, validatePriorityClassUpdate } from "./priority-class.ts";
import type { PodGroup, Workload } from "./types.ts";
import { validateWorkload, validateWorkloadUpdate } from "./workload.ts";

const topic = "invalid-scheduling";

export const rules: GroupRules = {
  PriorityClass: rulesFor<Decoded<PriorityClass>>({
    topic,
    prepare: setFirstGeneration,
    validate: validatePriorityClass,
    validateUpdate: validatePriorityClassUpdate,
  }),
  Workload: rulesFor<Workload>({
    topic,
    validate: validateWorkload,
    validateUpdate: validateWorkloadUpdate,
  }),
  PodGroup: rulesFor<PodGroup>({
    topic,
    validate: validatePodGroup,
    validateUpdate: validatePodGroupUpdate,
  }),
};
