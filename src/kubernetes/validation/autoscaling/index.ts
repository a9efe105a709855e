import type { HorizontalPodAutoscaler } from "../../types/autoscaling.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { dropTolerances, validateAutoscalerSpec } from "./horizontal-pod-autoscaler.ts";
import { type AutoscalerV1, autoscalerOfV1 } from "./v1.ts";

const topic = "invalid-autoscaler";

export const rules: GroupRules = {
  "v1/HorizontalPodAutoscaler": rulesFor<AutoscalerV1>({
    topic,
    validate: (autoscaler, to) => validateAutoscalerSpec(autoscalerOfV1(autoscaler, to.minor), to),
  }),
  HorizontalPodAutoscaler: rulesFor<Decoded<HorizontalPodAutoscaler>>({
    topic,
    prepare: (object, minor) => dropTolerances(object as unknown as HorizontalPodAutoscaler, minor),
    validate: ({ spec = {} }, to) => validateAutoscalerSpec(spec, to),
  }),
};
