import { type Library, overload } from "../declarations.ts";
import { opaqueTypes } from "../opaque-types.ts";
import type { CelType } from "../type.ts";
import { CelError, type CelValue, noSuchOverload, OpaqueValue } from "../value.ts";

/** A question to the cluster's authorizer, or a part of one. */
class Question extends OpaqueValue {
  readonly type: CelType;

  constructor(type: CelType) {
    super();
    this.type = type;
  }

  equals(other: CelValue): boolean | CelError {
    return other === this ? true : noSuchOverload();
  }
}

const paths = new Question(opaqueTypes.PathCheck);
const groups = new Question(opaqueTypes.GroupCheck);
const resources = new Question(opaqueTypes.ResourceCheck);

/** The variable `authorizer` of policies. Who may do what is known to a cluster only. */
export const authorizer = new Question(opaqueTypes.Authorizer);

/** What an expression cannot know outside of a cluster. */
export const KNOWN_TO_CLUSTER = "is known to the cluster only";

const unknown = () => new CelError(`what users may do ${KNOWN_TO_CLUSTER}`);

/** @see k8s.io/apiserver/pkg/cel/library/authz.go */
export const authz: Library = {
  since: 27,
  functions: {
    path: [overload("authorizer_path", "Authorizer.(string) -> PathCheck", () => paths)],
    group: [overload("authorizer_group", "Authorizer.(string) -> GroupCheck", () => groups)],
    serviceAccount: [
      overload(
        "authorizer_serviceaccount",
        "Authorizer.(string, string) -> Authorizer",
        () => authorizer,
      ),
    ],
    resource: [
      overload("groupcheck_resource", "GroupCheck.(string) -> ResourceCheck", () => resources),
    ],
    subresource: [
      overload(
        "resourcecheck_subresource",
        "ResourceCheck.(string) -> ResourceCheck",
        () => resources,
      ),
    ],
    namespace: [
      overload(
        "resourcecheck_namespace",
        "ResourceCheck.(string) -> ResourceCheck",
        () => resources,
      ),
    ],
    name: [
      overload("resourcecheck_name", "ResourceCheck.(string) -> ResourceCheck", () => resources),
    ],
    check: [
      overload("pathcheck_check", "PathCheck.(string) -> Decision", unknown),
      overload("resourcecheck_check", "ResourceCheck.(string) -> Decision", unknown),
    ],
    allowed: [overload("decision_allowed", "Decision.() -> bool", unknown)],
    reason: [overload("decision_reason", "Decision.() -> string", unknown)],
    error: [overload("decision_error", "Decision.() -> string", unknown)],
    errored: [overload("decision_errored", "Decision.() -> bool", unknown)],
  },
};

/** Behind a feature gate that is off before 1.32. */
export const authzSelectors: Library = {
  since: 31,
  functions: {
    fieldSelector: [
      overload(
        "authorizer_fieldselector",
        "ResourceCheck.(string) -> ResourceCheck",
        () => resources,
      ),
    ],
    labelSelector: [
      overload(
        "authorizer_labelselector",
        "ResourceCheck.(string) -> ResourceCheck",
        () => resources,
      ),
    ],
  },
};
