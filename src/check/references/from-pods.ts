import type { Item } from "../objects/inventory.ts";
import type { Workload } from "../objects/workloads.ts";
import { Collector } from "./collector.ts";
import { Place } from "./place.ts";
import type { Reference } from "./reference.ts";

type Source = "ConfigMap" | "Secret";

/** What pods need: configuration, credentials, claims, an account, classes. */
export function podReferences({ item, spec, specPath, containers }: Workload): Reference[] {
  const to = new Collector(item);
  const pod = new Place(spec, specPath);
  for (const { container, path } of containers) addContainer(new Place(container, path), to);
  const claimed = claimTemplatesOf(item);
  for (const volume of pod.list("volumes"))
    if (!claimed.has(volume.at("name").text)) addVolume(volume, to);
  // The kubelet pulls without credentials that it does not find, and many images are public.
  for (const secret of pod.list("imagePullSecrets"))
    to.add("Secret", secret.at("name"), "pulling images", { optional: true });
  to.add("ServiceAccount", pod.at("serviceAccountName"), "the pods");
  to.addCluster("PriorityClass", SCHEDULING, pod.at("priorityClassName"), "the pods");
  to.addCluster("RuntimeClass", "node.k8s.io", pod.at("runtimeClassName"), "the pods");
  return to.found;
}

/**
 * A StatefulSet puts its claims in the place of volumes that have the name of a template.
 *
 * @see k8s.io/kubernetes/pkg/controller/statefulset/stateful_set_utils.go updateStorage
 */
function claimTemplatesOf(item: Item): ReadonlySet<string | undefined> {
  const templates = Place.of(item).list("spec", "volumeClaimTemplates");
  return new Set(templates.map((template) => template.at("metadata", "name").text));
}

const SCHEDULING = "scheduling.k8s.io";

const KEYS: readonly (readonly [string, Source])[] = [
  ["configMapKeyRef", "ConfigMap"],
  ["secretKeyRef", "Secret"],
];
const SOURCES: readonly (readonly [string, Source])[] = [
  ["configMapRef", "ConfigMap"],
  ["secretRef", "Secret"],
];
const PROJECTED: readonly (readonly [string, Source])[] = [
  ["configMap", "ConfigMap"],
  ["secret", "Secret"],
];

function addContainer(container: Place, to: Collector): void {
  const use = `the environment of container ${container.at("name").text ?? ""}`;
  for (const variable of container.list("env")) {
    const from = variable.at("valueFrom");
    if (!from.isThere) continue;
    for (const [field, kind] of KEYS) {
      const ref = from.at(field);
      const named = { key: ref.at("key"), optional: isOptional(ref) };
      to.add(kind, ref.at("name"), use, named);
    }
  }
  for (const source of container.list("envFrom"))
    for (const [field, kind] of SOURCES) {
      const ref = source.at(field);
      to.add(kind, ref.at("name"), use, { optional: isOptional(ref) });
    }
}

function addVolume(volume: Place, to: Collector): void {
  const use = `the volume ${volume.at("name").text ?? ""}`;
  addFiles("ConfigMap", volume.at("configMap"), "name", use, to);
  addFiles("Secret", volume.at("secret"), "secretName", use, to);
  to.add("PersistentVolumeClaim", volume.at("persistentVolumeClaim", "claimName"), use);
  for (const source of volume.list("projected", "sources"))
    for (const [field, kind] of PROJECTED) addFiles(kind, source.at(field), "name", use, to);
  const claim = volume.at("ephemeral", "volumeClaimTemplate", "spec");
  to.addCluster("StorageClass", "storage.k8s.io", claim.at("storageClassName"), use);
  const csi = volume.at("csi");
  to.add("Secret", csi.at("nodePublishSecretRef", "name"), use);
  if (csi.at("driver").text === "secrets-store.csi.k8s.io")
    to.add("SecretProviderClass", csi.at("volumeAttributes", "secretProviderClass"), use, {
      group: "secrets-store.csi.x-k8s.io",
    });
}

/** All keys of a ConfigMap or Secret as files, or those that are named. */
function addFiles(kind: Source, source: Place, name: string, use: string, to: Collector): void {
  if (!source.isThere) return;
  const optional = isOptional(source);
  const items = source.list("items");
  if (items.length === 0) to.add(kind, source.at(name), use, { optional });
  for (const each of items) to.add(kind, source.at(name), use, { optional, key: each.at("key") });
}

function isOptional(source: Place): boolean {
  return source.at("optional").value === true;
}
