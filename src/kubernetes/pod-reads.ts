import { type Fields, fieldsIn, isFields, valueAt } from "./fields.ts";

/** What a container or a volume of a pod takes in; all of it where no key is named. */
export interface PodRead {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly key?: string | undefined;
  /** The pod starts without it. */
  readonly optional: boolean;
}

const templatePaths: Readonly<Record<string, readonly string[]>> = {
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  DaemonSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  Job: ["spec", "template"],
  Pod: [],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  StatefulSet: ["spec", "template"],
};

/** Where in an object of Kubernetes' own kinds the template of its pods stands; a Pod is its own. */
export function podTemplatePath({
  kind,
}: {
  readonly kind: string;
}): readonly string[] | undefined {
  return Object.hasOwn(templatePaths, kind) ? templatePaths[kind] : undefined;
}

/** The spec of the pods that an object makes; undefined where it makes none. */
export function podSpecOf(object: { readonly kind: string }): Fields | undefined {
  const path = podTemplatePath(object);
  const spec = path && valueAt(object, [...path, "spec"]);
  return isFields(spec) ? spec : undefined;
}

/** The ConfigMaps and Secrets that containers get as variables and files. Image pull secrets are the kubelet's. */
export function readsOf(spec: Fields): PodRead[] {
  const containers = [...fieldsIn(spec.containers), ...fieldsIn(spec.initContainers)];
  return [
    ...containers.flatMap((container) => [
      ...fieldsIn(container.envFrom).flatMap(({ configMapRef, secretRef }) => [
        ...whole("ConfigMap", configMapRef),
        ...whole("Secret", secretRef),
      ]),
      ...fieldsIn(container.env).flatMap(({ valueFrom }) => [
        ...oneKey("ConfigMap", valueAt(valueFrom, ["configMapKeyRef"])),
        ...oneKey("Secret", valueAt(valueFrom, ["secretKeyRef"])),
      ]),
    ]),
    ...fieldsIn(spec.volumes).flatMap(({ configMap, secret, projected }) => [
      ...files("ConfigMap", configMap, "name"),
      ...files("Secret", secret, "secretName"),
      ...fieldsIn(valueAt(projected, ["sources"])).flatMap((source) => [
        ...files("ConfigMap", source.configMap, "name"),
        ...files("Secret", source.secret, "name"),
      ]),
    ]),
  ];
}

function whole(kind: PodRead["kind"], ref: unknown, nameField = "name"): PodRead[] {
  if (!isFields(ref)) return [];
  const name = ref[nameField];
  return typeof name === "string" ? [{ kind, name, optional: ref.optional === true }] : [];
}

function oneKey(kind: PodRead["kind"], ref: unknown): PodRead[] {
  const key = valueAt(ref, ["key"]);
  return whole(kind, ref).map((read) => (typeof key === "string" ? { ...read, key } : read));
}

function files(kind: PodRead["kind"], source: unknown, nameField: string): PodRead[] {
  const all = whole(kind, source, nameField);
  const items = valueAt(source, ["items"]);
  if (!Array.isArray(items)) return all;
  const keys = fieldsIn(items).flatMap(({ key }) => (typeof key === "string" ? key : []));
  return all.flatMap((read) => keys.map((key) => ({ ...read, key })));
}
