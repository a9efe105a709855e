import type { FlowSchema, PriorityLevelConfiguration } from "../../types/flowcontrol.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validateFlowSchema } from "./flow-schema.ts";
import { prepareFlowSchema, preparePriorityLevel } from "./prepare.ts";
import { validatePriorityLevel } from "./priority-level.ts";

const topic = "invalid-object";

export const rules: GroupRules = {
  FlowSchema: rulesFor<Decoded<FlowSchema>>({
    topic,
    prepare: prepareFlowSchema,
    validate: validateFlowSchema,
  }),
  PriorityLevelConfiguration: rulesFor<Decoded<PriorityLevelConfiguration>>({
    topic,
    prepare: preparePriorityLevel,
    validate: validatePriorityLevel,
  }),
};
