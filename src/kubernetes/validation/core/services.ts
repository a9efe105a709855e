import type { Endpoints, Service } from "../../types/core.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validateEndpoints, warnEndpoints } from "./services/endpoints.ts";
import { validateNodePortClashes } from "./services/node-ports.ts";
import { prepareService } from "./services/prepare-service.ts";
import { prepareServiceUpdate } from "./services/prepare-update.ts";
import { validateService } from "./services/service.ts";
import { validateServiceUpdate } from "./services/update-service.ts";
import { warnService } from "./services/warn-service.ts";

export const rules: GroupRules = {
  Endpoints: rulesFor<Decoded<Endpoints>>({
    topic: "invalid-service",
    validate: validateEndpoints,
    warn: warnEndpoints,
  }),
  Service: rulesFor<Decoded<Service>>({
    topic: "invalid-service",
    prepare: prepareService,
    prepareUpdate: prepareServiceUpdate,
    validate: validateService,
    validateCreate: validateNodePortClashes,
    warn: warnService,
    validateUpdate: validateServiceUpdate,
  }),
};
