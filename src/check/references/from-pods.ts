import type { Container, PodSpec, Volume } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import type { Item } from "../objects/inventory.ts";
import type { Workload } from "../objects/workloads.ts";
import type { Reference } from "./reference.ts";

type Source = "ConfigMap" | "Secret";

/** Adds the references of one object. */
class Collector {
  readonly found: Reference[] = [];
  private readonly from: Item;

  constructor(from: Item) {
    this.from = from;
  }

  add(kind: string, name: string | undefined, path: FieldPath, use: string, group = ""): void {
    if (name) this.put(kind, name, path, use, { group });
  }

  /** A ConfigMap or Secret, and keys of it. */
  source(
    kind: Source,
    name: string | undefined,
    path: FieldPath,
    use: string,
    { keys = [], optional = false }: { keys?: readonly KeyAt[]; optional?: boolean | undefined },
  ): void {
    if (!name) return;
    if (keys.length === 0) this.put(kind, name, path, use, { optional });
    for (const key of keys) this.put(kind, name, path, use, { optional, key });
  }

  private put(
    kind: string,
    name: string,
    path: FieldPath,
    use: string,
    more: { group?: string; optional?: boolean; key?: KeyAt },
  ): void {
    const { group = "", optional = false, key } = more;
    const isCluster = CLUSTER_WIDE.has(kind);
    const target = { group, kind, namespace: isCluster ? "" : this.from.namespace, name };
    this.found.push({ from: this.from, path, target, key, optional, use });
  }
}

interface KeyAt {
  readonly name: string;
  readonly path: FieldPath;
}

const CLUSTER_WIDE: ReadonlySet<string> = new Set(["PriorityClass", "RuntimeClass"]);

/** What pods need: configuration, credentials, claims, an account, classes. */
export function podReferences({ item, spec, specPath, containers }: Workload): Reference[] {
  const to = new Collector(item);
  for (const { container, path } of containers) addContainer(container, path, to);
  for (const [index, volume] of (spec.volumes ?? []).entries())
    addVolume(volume, specPath.field("volumes").index(index), to);
  for (const [index, { name }] of (spec.imagePullSecrets ?? []).entries()) {
    const path = specPath.field("imagePullSecrets").index(index).field("name");
    // The kubelet pulls without credentials that it does not find, and many images are public.
    to.source("Secret", name, path, "pulling images", { optional: true });
  }
  addClasses(spec, specPath, to);
  return to.found;
}

function addClasses(spec: Decoded<PodSpec>, path: FieldPath, to: Collector): void {
  const { serviceAccountName, priorityClassName, runtimeClassName } = spec;
  to.add("ServiceAccount", serviceAccountName, path.field("serviceAccountName"), "the pods");
  to.add(
    "PriorityClass",
    priorityClassName,
    path.field("priorityClassName"),
    "the pods",
    "scheduling.k8s.io",
  );
  to.add(
    "RuntimeClass",
    runtimeClassName,
    path.field("runtimeClassName"),
    "the pods",
    "node.k8s.io",
  );
}

function addContainer(container: Decoded<Container>, path: FieldPath, to: Collector): void {
  const use = `the environment of container ${container.name ?? ""}`;
  for (const [index, { valueFrom }] of (container.env ?? []).entries()) {
    const from = path.field("env").index(index).field("valueFrom");
    for (const [field, kind] of [
      ["configMapKeyRef", "ConfigMap"],
      ["secretKeyRef", "Secret"],
    ] as const) {
      const ref = valueFrom?.[field];
      if (!ref) continue;
      const at = from.field(field);
      const keys = [{ name: ref.key ?? "", path: at.field("key") }];
      to.source(kind, ref.name, at.field("name"), use, { keys, optional: ref.optional });
    }
  }
  for (const [index, { configMapRef, secretRef }] of (container.envFrom ?? []).entries()) {
    const at = path.field("envFrom").index(index);
    if (configMapRef)
      to.source(
        "ConfigMap",
        configMapRef.name,
        at.field("configMapRef", "name"),
        use,
        configMapRef,
      );
    if (secretRef)
      to.source("Secret", secretRef.name, at.field("secretRef", "name"), use, secretRef);
  }
}

function addVolume(volume: Decoded<Volume>, path: FieldPath, to: Collector): void {
  const use = `the volume ${volume.name ?? ""}`;
  const { configMap, secret, persistentVolumeClaim, projected } = volume;
  if (configMap) {
    const at = path.field("configMap");
    const keys = keysOf(configMap.items, at);
    to.source("ConfigMap", configMap.name, at.field("name"), use, { ...configMap, keys });
  }
  if (secret) {
    const at = path.field("secret");
    const keys = keysOf(secret.items, at);
    to.source("Secret", secret.secretName, at.field("secretName"), use, { ...secret, keys });
  }
  to.add(
    "PersistentVolumeClaim",
    persistentVolumeClaim?.claimName,
    path.field("persistentVolumeClaim", "claimName"),
    use,
  );
  for (const [index, source] of (projected?.sources ?? []).entries()) {
    const at = path.field("projected", "sources").index(index);
    for (const [field, kind] of [
      ["configMap", "ConfigMap"],
      ["secret", "Secret"],
    ] as const) {
      const part = source[field];
      if (!part) continue;
      const keys = keysOf(part.items, at.field(field));
      to.source(kind, part.name, at.field(field, "name"), use, { ...part, keys });
    }
  }
}

function keysOf(
  items: readonly { readonly key?: string | undefined }[] | undefined,
  path: FieldPath,
): KeyAt[] {
  return (items ?? []).map(({ key = "" }, index) => ({
    name: key,
    path: path.field("items").index(index).field("key"),
  }));
}
