import type { LimitRange, Namespace, ResourceQuota } from "../../types/core.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { type Event, validateCoreEvent } from "./cluster/event.ts";
import { prepareLimitRange, validateLimitRange } from "./cluster/limit-range.ts";
import { prepareNamespace, validateNamespace } from "./cluster/namespace.ts";
import {
  type DecodedNode,
  prepareNode,
  validateNode,
  validateNodeUpdate,
  warnNode,
} from "./cluster/node.ts";
import {
  validateResourceQuota,
  validateResourceQuotaUpdate,
  warnResourceQuota,
} from "./cluster/resource-quota.ts";

export const rules: GroupRules = {
  ComponentStatus: rulesFor<unknown>({
    topic: "invalid-object",
    validate: (_, to) => to.forbidden(FieldPath.root, "is only read: the server makes it up"),
  }),
  Event: rulesFor<Decoded<Event>>({
    topic: "invalid-event",
    plainFinalizers: true,
    validate: validateCoreEvent,
  }),
  LimitRange: rulesFor<Decoded<LimitRange>>({
    topic: "invalid-quota",
    prepare: prepareLimitRange,
    validate: validateLimitRange,
  }),
  Namespace: rulesFor<Decoded<Namespace>>({
    topic: "invalid-namespace",
    prepare: prepareNamespace,
    // Finalizers are changed by a request of their own.
    prepareUpdate: (object, old) => {
      object.spec = old.spec;
    },
    validate: validateNamespace,
  }),
  Node: rulesFor<DecodedNode>({
    topic: "invalid-node",
    prepare: prepareNode,
    validate: validateNode,
    warn: warnNode,
    validateUpdate: validateNodeUpdate,
  }),
  ResourceQuota: rulesFor<Decoded<ResourceQuota>>({
    topic: "invalid-quota",
    validate: validateResourceQuota,
    warn: warnResourceQuota,
    validateUpdate: validateResourceQuotaUpdate,
  }),
};
