import type {
  DeviceClass,
  DeviceTaintRule,
  ResourceClaim,
  ResourceClaimTemplate,
  ResourceSlice,
} from "../../types/resource.ts";
import type { Decoded } from "../decoded.ts";
import { setFirstGeneration } from "../first-generation.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validateClaim, validateClaimUpdate } from "./claim.ts";
import { validateClaimTemplate, validateClaimTemplateUpdate } from "./claim-template.ts";
import { validateDeviceClass } from "./device-class.ts";
import { validateTaintRule } from "./device-taint-rule.ts";
import {
  type PoolStatusRequest,
  validatePoolStatusRequest,
  validatePoolStatusRequestUpdate,
} from "./pool-status-request.ts";
import { prepareClaim, prepareClaimTemplate, prepareClass, prepareSlice } from "./prepare.ts";
import { validateSlice, validateSliceUpdate, warnSlice } from "./resource-slice.ts";

const topic = "invalid-object";

export const rules: GroupRules = {
  DeviceClass: rulesFor<Decoded<DeviceClass>>({
    topic,
    prepare: prepareClass,
    validate: validateDeviceClass,
  }),
  ResourceClaim: rulesFor<Decoded<ResourceClaim>>({
    topic,
    prepare: prepareClaim,
    validate: validateClaim,
    validateUpdate: validateClaimUpdate,
  }),
  ResourceClaimTemplate: rulesFor<Decoded<ResourceClaimTemplate>>({
    topic,
    prepare: prepareClaimTemplate,
    validate: validateClaimTemplate,
    validateUpdate: validateClaimTemplateUpdate,
  }),
  ResourceSlice: rulesFor<Decoded<ResourceSlice>>({
    topic,
    prepare: prepareSlice,
    validate: validateSlice,
    validateUpdate: validateSliceUpdate,
    warn: warnSlice,
  }),
  DeviceTaintRule: rulesFor<Decoded<DeviceTaintRule>>({
    topic,
    prepare: setFirstGeneration,
    validate: validateTaintRule,
  }),
  ResourcePoolStatusRequest: rulesFor<PoolStatusRequest>({
    topic,
    validate: validatePoolStatusRequest,
    validateUpdate: validatePoolStatusRequestUpdate,
  }),
};
