import type { KubeObject } from "../../client/object.ts";
import { fieldsIn, isFields, valueAt } from "../../kubernetes/fields.ts";
import { podSpecOf, podTemplatePath } from "../../kubernetes/pod-reads.ts";
import type { Step } from "../../kubernetes/validation/field-path.ts";
import type { PlannedObject } from "../plan/plan.ts";
import { isMade } from "./changing.ts";

/** What an object names and cannot do without. */
export interface Reference {
  readonly from: PlannedObject;
  /** Where it stands in the object. */
  readonly steps: readonly Step[];
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  /** Undefined for the class that is taken where none is named. */
  readonly name: string | undefined;
}

type Found = Omit<Reference, "from">;

const STORAGE = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass" };
const ISSUERS = "cert-manager.io/v1";

/** The classes, stores and issuers that an object names. */
export function referencesOf(planned: PlannedObject): Reference[] {
  const { applied } = planned;
  const made = isMade(planned) || planned.action === "recreate-keeping-pods";
  const all = [...ofPods(applied), ...(made ? ofClaims(applied) : []), ...ofKind(applied)];
  return all.map((found) => ({ ...found, from: planned }));
}

function ofPods(object: KubeObject): Found[] {
  const spec = podSpecOf(object);
  const path = podTemplatePath(object);
  if (spec === undefined || path === undefined) return [];
  const steps = (field: string) => [...path, "spec", field];
  return [
    ...wide(
      "scheduling.k8s.io/v1",
      "PriorityClass",
      spec.priorityClassName,
      steps("priorityClassName"),
    ),
    ...wide("node.k8s.io/v1", "RuntimeClass", spec.runtimeClassName, steps("runtimeClassName")),
  ];
}

function ofClaims(object: KubeObject): Found[] {
  const { kind, spec } = object;
  if (kind === "PersistentVolumeClaim") return claim(spec, ["spec"]);
  if (kind === "StatefulSet")
    return fieldsIn(valueAt(spec, ["volumeClaimTemplates"])).flatMap((template, index) =>
      claim(template.spec, ["spec", "volumeClaimTemplates", index, "spec"]),
    );
  return [];
}

/** A claim with a volume of its own, and one with the empty class, needs none. */
function claim(spec: unknown, path: readonly Step[]): Found[] {
  if (!isFields(spec) || spec.volumeName !== undefined || spec.storageClassName === "") return [];
  const { storageClassName: name } = spec;
  const steps = name === undefined ? path : [...path, "storageClassName"];
  return [{ ...STORAGE, namespace: undefined, name: text(name), steps }];
}

function ofKind(object: KubeObject): Found[] {
  const { apiVersion, kind, spec, metadata } = object;
  const { namespace } = metadata;
  switch (kind) {
    case "Ingress":
      return [
        ...wide("networking.k8s.io/v1", "IngressClass", valueAt(spec, ["ingressClassName"]), [
          "spec",
          "ingressClassName",
        ]),
        ...annotated(object, "cluster-issuer", "ClusterIssuer", undefined),
        ...annotated(object, "issuer", "Issuer", namespace),
      ];
    case "Gateway":
      return [
        ...wide(apiVersion, "GatewayClass", valueAt(spec, ["gatewayClassName"]), [
          "spec",
          "gatewayClassName",
        ]),
        ...annotated(object, "cluster-issuer", "ClusterIssuer", undefined),
        ...annotated(object, "issuer", "Issuer", namespace),
      ];
    case "Certificate":
      return apiVersion.startsWith("cert-manager.io/")
        ? scoped(valueAt(spec, ["issuerRef"]), ["spec", "issuerRef", "name"], {
            apiVersion,
            group: "cert-manager.io",
            usual: "Issuer",
            namespace,
          })
        : [];
    case "ExternalSecret":
      return scoped(valueAt(spec, ["secretStoreRef"]), ["spec", "secretStoreRef", "name"], {
        apiVersion,
        group: undefined,
        usual: "SecretStore",
        namespace,
      });
    default:
      return [];
  }
}

/** An object of the whole cluster. */
function wide(apiVersion: string, kind: string, name: unknown, steps: readonly Step[]): Found[] {
  const found = text(name);
  if (found === undefined || found === "") return [];
  return [{ apiVersion, kind, namespace: undefined, name: found, steps }];
}

function annotated(
  { metadata }: KubeObject,
  end: string,
  kind: string,
  namespace: string | undefined,
): Found[] {
  const annotation = `cert-manager.io/${end}`;
  const name = metadata.annotations?.[annotation];
  if (name === undefined) return [];
  const steps = ["metadata", "annotations", annotation];
  return [{ apiVersion: ISSUERS, kind, namespace, name, steps }];
}

/** A kind that there is for the whole cluster, as `ClusterX`, and for a namespace. */
function scoped(
  ref: unknown,
  steps: readonly Step[],
  about: {
    readonly apiVersion: string;
    readonly group: string | undefined;
    readonly usual: string;
    readonly namespace: string | undefined;
  },
): Found[] {
  const name = text(valueAt(ref, ["name"]));
  const kind = text(valueAt(ref, ["kind"])) ?? about.usual;
  const group = text(valueAt(ref, ["group"])) ?? about.group;
  const isKnown = kind === about.usual || kind === `Cluster${about.usual}`;
  if (name === undefined || group !== about.group || !isKnown) return [];
  const namespace = kind.startsWith("Cluster") ? undefined : about.namespace;
  return [{ apiVersion: about.apiVersion, kind, namespace, name, steps }];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
