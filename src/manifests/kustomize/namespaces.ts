import { toYaml } from "../../yaml.ts";
import { type Fields, groupOf, isFields, type Manifest, withMetadata } from "./fields.ts";
import { isBinding, isKnownClusterScoped } from "./known-kinds.ts";

/** Whether an object lies in the environment's own namespace, as kustomize's `namespace` says for all. */
export function isInNamespace(manifest: Manifest, namespace: string): boolean {
  return manifest.metadata.namespace === namespace && !isKnownClusterScoped(manifest);
}

/** An object without the namespace that an overlay says for all. */
export function withoutNamespace(manifest: Manifest, namespace: string): Manifest {
  return isInNamespace(manifest, namespace)
    ? withMetadata(manifest, { namespace: undefined })
    : manifest;
}

/**
 * Whether a kustomization's `namespace` fits an environment. It also moves objects of other namespaces,
 * renames every Namespace, and changes fields of API services, conversion webhooks and bindings.
 *
 * @see sigs.k8s.io/kustomize/api/filters/namespace/namespace.go
 */
export function fitsNamespaceField(manifests: readonly Manifest[], namespace: string): boolean {
  return manifests.every((manifest) => {
    const { kind, metadata, subjects } = manifest;
    if (kind === "APIService" || kind === "CustomResourceDefinition") return false;
    if (kind === "Namespace" && groupOf(manifest) === "") return metadata.name === namespace;
    const isElsewhere = metadata.namespace !== undefined && metadata.namespace !== namespace;
    if (isElsewhere && !isKnownClusterScoped(manifest)) return false;
    if (!isBinding(manifest) || !Array.isArray(subjects)) return true;
    const named = subjects.filter(isFields).filter(({ name }) => name === "default");
    return named.every((subject) => subject.namespace === namespace);
  });
}

/**
 * What runs after everything else where kustomize's `namespace` alone would be wrong: it sets the
 * namespace of objects that have none, and takes it from kinds of the whole cluster that kustomize does
 * not know.
 */
export function namespaceTransformers(
  manifests: readonly Manifest[],
  namespace: string,
): [path: string, text: string][] {
  const isHomeless = (one: Manifest) =>
    one.metadata.namespace === undefined && !isKnownClusterScoped(one);
  const kinds = Map.groupBy(manifests, (one) => `${groupOf(one)}/${one.kind}`);
  const removals = [...kinds.values()].flatMap((of) => {
    const homeless = of.filter(isHomeless);
    const [first] = homeless;
    if (first === undefined) return [];
    const group = groupOf(first);
    const names = homeless.map(({ metadata }) => pattern(metadata.name)).join("|");
    const isSome = homeless.length < of.length;
    const kind = { ...(group !== "" && { group }), kind: first.kind };
    return [remover({ ...kind, ...(isSome && { name: names }) })];
  });
  const head = fitsNamespaceField(manifests, namespace) ? [] : [setter(namespace)];
  const all = [...head, ...removals];
  if (all.length === 0) return [];
  return [["namespace.yaml", why + all.map((one) => toYaml(one)).join("---\n")]];
}

const why =
  "# Objects of the whole cluster and of other namespaces, which kustomize would move, stay.\n";

/** A name as a regular expression, which kustomize takes it for. */
export function pattern(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function setter(namespace: string): Fields {
  return {
    apiVersion: "builtin",
    kind: "NamespaceTransformer",
    metadata: { name: "namespace", namespace },
    unsetOnly: true,
    setRoleBindingSubjects: "none",
  };
}

/** Adding first makes it right also for a kustomize that knows the kind, and has set nothing. */
function remover(target: Fields): Fields {
  const at = "/metadata/namespace";
  const patch = [
    { op: "add", path: at, value: "none" },
    { op: "remove", path: at },
  ];
  return {
    apiVersion: "builtin",
    kind: "PatchTransformer",
    metadata: { name: [String(target.kind).toLowerCase(), target.group ?? "core"].join(".") },
    target,
    patch: toYaml(patch),
  };
}
