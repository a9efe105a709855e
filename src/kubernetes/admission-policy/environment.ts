import {
  bool,
  type CelType,
  dyn,
  type Environment,
  int,
  listOf,
  mapOf,
  string,
  structOf,
  timestamp,
} from "../cel/index.ts";
import { opaqueTypes } from "../cel/opaque-types.ts";

function struct(name: string, fields: Readonly<Record<string, CelType>>): CelType {
  return structOf(`kubernetes.${name}`, new Map(Object.entries(fields)));
}

const groupVersionKind = struct("GroupVersionKind", {
  group: string,
  version: string,
  kind: string,
});
const groupVersionResource = struct("GroupVersionResource", {
  group: string,
  version: string,
  resource: string,
});
const userInfo = struct("UserInfo", {
  username: string,
  uid: string,
  groups: listOf(string),
  extra: mapOf(string, listOf(string)),
});
const request = struct("AdmissionRequest", {
  kind: groupVersionKind,
  resource: groupVersionResource,
  subResource: string,
  requestKind: groupVersionKind,
  requestResource: groupVersionResource,
  requestSubResource: string,
  name: string,
  namespace: string,
  operation: string,
  userInfo,
  dryRun: bool,
  options: dyn,
});
const namespaceObject = struct("Namespace", {
  metadata: struct("NamespaceMetadata", {
    name: string,
    generateName: string,
    namespace: string,
    labels: mapOf(string, string),
    annotations: mapOf(string, string),
    UID: string,
    creationTimestamp: timestamp,
    deletionGracePeriodSeconds: int,
    deletionTimestamp: timestamp,
    generation: int,
    resourceVersion: string,
    finalizers: listOf(string),
  }),
  spec: struct("NamespaceSpec", { finalizers: listOf(string) }),
  status: struct("NamespaceStatus", {
    conditions: listOf(
      struct("NamespaceCondition", {
        status: string,
        type: string,
        lastTransitionTime: timestamp,
        message: string,
        reason: string,
      }),
    ),
    phase: string,
  }),
});

/** Any field, of any type. */
class AnyField extends Map<string, CelType> {
  override get(): CelType {
    return dyn;
  }
}

const jsonPatch = structOf(
  "JSONPatch",
  new Map([
    ["op", string],
    ["from", string],
    ["path", string],
    ["value", dyn],
  ]),
);

/** What mutating policies make: `Object`, `Object.spec` and so on, with any fields, and `JSONPatch`. */
class PatchTypes extends Map<string, CelType> {
  override get(name: string): CelType | undefined {
    if (name === "JSONPatch") return jsonPatch;
    return /^Object(\.|$)/.test(name) ? structOf(name, new AnyField()) : undefined;
  }
}

const patchTypes = new PatchTypes();

/** The types that the expressions of mutations must give. */
export const objectPatch = patchTypes.get("Object") as CelType;
export const jsonPatchList = listOf(jsonPatch);

export interface PolicyVariables {
  readonly minor: number;
  /** The policy has a `paramKind`. */
  readonly params: boolean;
  readonly authorizer: boolean;
  /** The expression makes a patch. */
  readonly patches?: boolean;
  /** The types of the policy's own variables; undefined where it has none. */
  readonly variables?: ReadonlyMap<string, CelType> | undefined;
}

/**
 * What the expressions of webhooks and policies may refer to.
 *
 * @see k8s.io/apiserver/pkg/admission/plugin/cel/compile.go
 */
export function policyEnvironment(given: PolicyVariables): Environment {
  const { minor, params, authorizer, patches = false, variables } = given;
  return {
    minor,
    patches,
    ...(patches ? { types: patchTypes } : {}),
    variables: {
      object: dyn,
      oldObject: dyn,
      namespaceObject,
      request,
      ...(params ? { params: dyn } : {}),
      ...(authorizer
        ? {
            authorizer: opaqueTypes.Authorizer,
            "authorizer.requestResource": opaqueTypes.ResourceCheck,
          }
        : {}),
      ...(variables ? { variables: struct("variables", Object.fromEntries(variables)) } : {}),
    },
  };
}

/**
 * The type of a variable of a policy, as its other expressions see it: of some types they know only
 * that they are dynamic.
 *
 * @see k8s.io/apiserver/pkg/admission/plugin/cel/composition.go convertCelTypeToDeclType
 */
export function variableType(type: CelType): CelType {
  const [first, second] = type.parameters as [CelType, CelType];
  if (type.kind === "list") return listOf(variableType(first));
  if (type.kind === "map") return mapOf(variableType(first), variableType(second));
  return ["struct", "opaque", "type"].includes(type.kind) ? dyn : type;
}
