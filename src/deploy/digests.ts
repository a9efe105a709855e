import { createHash } from "node:crypto";
import { type KubeObject, keyOf, refOf } from "../client/object.ts";
import { isFields, valueAt } from "../kubernetes/fields.ts";
import { sameJson } from "../kubernetes/json-equality.ts";
import { type PodRead, podTemplatePath, readsOf } from "../kubernetes/pod-reads.ts";
import { CONFIG_DIGEST, SECRET_DIGEST } from "./names.ts";
import type { KeyedDigest } from "./release/key.ts";
import { contentDigest, valueDigest, valuesOf } from "./release/secrets.ts";

/** Annotations of a pod template that change with what its pods read. */
export type Digests = Readonly<Record<string, string>>;

/** A workload whose pods run all the time: those of Jobs start anew anyway, and theirs cannot be changed. */
export function runsPods({ apiVersion, kind }: KubeObject): boolean {
  return apiVersion === "apps/v1" && /^(Deployment|StatefulSet|DaemonSet)$/.test(kind);
}

/** What the ConfigMaps and Secrets of a deploy hold, for the pods that read them. */
export class Configuration {
  private readonly objects: ReadonlyMap<string, KubeObject>;
  private readonly digest: KeyedDigest;

  /** @param digest Of the release's key: what is seen on a pod template tells nothing of a secret. */
  constructor(objects: readonly KubeObject[], digest: KeyedDigest) {
    const read = objects.filter(({ apiVersion, kind }) => apiVersion === "v1" && isRead(kind));
    this.objects = new Map(read.map((object) => [keyOf(refOf(object)), object]));
    this.digest = digest;
  }

  /**
   * The digests for a workload's template; those that it has already are kept. Empty for what runs no
   * pods, or reads nothing of this deploy.
   */
  digestsFor(workload: KubeObject): Digests {
    if (!runsPods(workload)) return {};
    const found: Record<string, string> = { ...digestsOn(workload) };
    for (const [kind, annotation] of [
      ["ConfigMap", CONFIG_DIGEST],
      ["Secret", SECRET_DIGEST],
    ] as const) {
      const read = this.readBy(workload).filter((each) => each.kind === kind);
      if (read.length > 0) found[annotation] ??= this.digestOf(read);
    }
    return found;
  }

  /** The keys of this deploy's ConfigMaps and Secrets that the pods of a workload read. */
  keysReadBy(workload: KubeObject): readonly string[] {
    return runsPods(workload)
      ? this.readBy(workload).map(({ object }) => keyOf(refOf(object)))
      : [];
  }

  private readBy(workload: KubeObject): readonly (PodRead & { readonly object: KubeObject })[] {
    const path = podTemplatePath(workload) ?? [];
    const spec = valueAt(workload, [...path, "spec"]);
    const { namespace } = workload.metadata;
    return readsOf(isFields(spec) ? spec : {}).flatMap((read) => {
      const { kind, name } = read;
      const object = this.objects.get(keyOf({ apiVersion: "v1", kind, namespace, name }));
      return object ? [{ ...read, object }] : [];
    });
  }

  private digestOf(reads: readonly (PodRead & { readonly object: KubeObject })[]): string {
    const texts = reads.map(({ name, key, object }) => {
      const content = object.kind === "Secret" ? this.secret(object, key) : config(object, key);
      return JSON.stringify([name, key, content]);
    });
    const all = [...new Set(texts)].sort().join("\n");
    return createHash("sha256").update(all).digest("hex").slice(0, 10);
  }

  private secret(secret: KubeObject, key: string | undefined): string | undefined {
    if (key === undefined) return contentDigest(this.digest, secret);
    const value = valuesOf(secret).get(key);
    return value && valueDigest(this.digest, secret, key, value);
  }
}

function isRead(kind: string): boolean {
  return kind === "ConfigMap" || kind === "Secret";
}

function config({ data, binaryData }: KubeObject, key: string | undefined): unknown {
  const content = Object.entries({ ...(data as object), ...(binaryData as object) });
  const sorted = content.sort(([a], [b]) => (a < b ? -1 : 1));
  return key === undefined ? sorted : sorted.find(([name]) => name === key)?.[1];
}

/** Whether what pods read of a ConfigMap or Secret differs between the cluster and what is wanted. */
export function contentChanges(wanted: KubeObject, live: KubeObject | undefined): boolean {
  if (!live) return true;
  if (wanted.kind !== "Secret")
    return !sameJson(config(wanted, undefined), config(live, undefined));
  const [one, other] = [valuesOf(wanted), valuesOf(live)];
  return one.size !== other.size || [...one].some(([key, value]) => !other.get(key)?.equals(value));
}

const ANNOTATIONS = ["spec", "template", "metadata", "annotations"];

/** The digests that the template of a workload has. */
export function digestsOn(workload: KubeObject): Digests {
  const annotations = valueAt(workload, ANNOTATIONS);
  if (!runsPods(workload) || !isFields(annotations)) return {};
  return Object.fromEntries(
    [CONFIG_DIGEST, SECRET_DIGEST].flatMap((name) =>
      typeof annotations[name] === "string" ? [[name, annotations[name]]] : [],
    ),
  );
}

/** A workload with these digests on its template, and no others. */
export function withDigests(workload: KubeObject, digests: Digests): KubeObject {
  if (!runsPods(workload) || sameJson(digestsOn(workload), digests)) return workload;
  const { spec } = workload as unknown as { spec: { template: Template } };
  const { annotations, ...metadata } = spec.template.metadata ?? {};
  const others = Object.entries(annotations ?? {}).filter(
    ([name]) => name !== CONFIG_DIGEST && name !== SECRET_DIGEST,
  );
  const all = { ...Object.fromEntries(others), ...digests };
  const inner = Object.keys(all).length === 0 ? metadata : { ...metadata, annotations: all };
  return { ...workload, spec: { ...spec, template: { ...spec.template, metadata: inner } } };
}

interface Template {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}
