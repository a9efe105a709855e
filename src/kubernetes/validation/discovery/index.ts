import type { EndpointSlice } from "../../types/discovery.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import {
  validateEndpointSlice,
  validateEndpointSliceUpdate,
  warnEndpointSlice,
} from "./endpoint-slice.ts";

export const rules: GroupRules = {
  EndpointSlice: rulesFor<Decoded<EndpointSlice>>({
    topic: "invalid-service",
    validate: validateEndpointSlice,
    warn: warnEndpointSlice,
    validateUpdate: validateEndpointSliceUpdate,
  }),
};
