import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from "../../types/rbac.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import {
  validateBindingUpdate,
  validateClusterRoleBinding,
  validateRoleBinding,
} from "./bindings.ts";
import { validateClusterRole, validateRole } from "./roles.ts";

const topic = "invalid-rbac";

export const rules: GroupRules = {
  ClusterRole: rulesFor<Decoded<ClusterRole>>({ topic, validate: validateClusterRole }),
  ClusterRoleBinding: rulesFor<Decoded<ClusterRoleBinding>>({
    topic,
    validate: validateClusterRoleBinding,
    validateUpdate: validateBindingUpdate,
  }),
  Role: rulesFor<Decoded<Role>>({ topic, validate: validateRole }),
  RoleBinding: rulesFor<Decoded<RoleBinding>>({
    topic,
    validate: validateRoleBinding,
    validateUpdate: validateBindingUpdate,
  }),
};
