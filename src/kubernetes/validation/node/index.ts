import type { RuntimeClass } from "../../types/node.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import {
  validateRuntimeClass,
  validateRuntimeClassUpdate,
  warnOfNodeLabels,
} from "./runtime-class.ts";

export const rules: GroupRules = {
  RuntimeClass: rulesFor<Decoded<RuntimeClass>>({
    topic: "invalid-runtime-class",
    plainFinalizers: true,
    validate: validateRuntimeClass,
    validateUpdate: validateRuntimeClassUpdate,
    warn: warnOfNodeLabels,
  }),
};
