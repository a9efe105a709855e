import type { PodDisruptionBudget } from "../../types/policy.ts";
import type { Decoded } from "../decoded.ts";
import { setFirstGeneration } from "../first-generation.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validateBudget } from "./pod-disruption-budget.ts";

export const rules: GroupRules = {
  PodDisruptionBudget: rulesFor<Decoded<PodDisruptionBudget>>({
    topic: "invalid-budget",
    plainFinalizers: true,
    prepare: setFirstGeneration,
    validate: validateBudget,
  }),
};
