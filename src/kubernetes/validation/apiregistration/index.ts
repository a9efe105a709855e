import type { APIService } from "../../types/apiregistration.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validateApiService } from "./api-service.ts";

export const rules: GroupRules = {
  APIService: rulesFor<Decoded<APIService>>({
    topic: "invalid-object",
    plainFinalizers: true,
    validate: validateApiService,
  }),
};
