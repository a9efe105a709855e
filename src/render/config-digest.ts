import type { Fields } from "../kubernetes/fields.ts";
import { type PodRead, readsOf } from "../kubernetes/pod-reads.ts";
import type { AnyObject, KubernetesObject } from "../kubernetes/types/index.ts";
import { shortDigest } from "./digest.ts";
import type { Rendered } from "./rendered.ts";

/** The annotation of a pod template that changes with the configuration its pods read. */
export const configDigest = "slipway.dev/config-digest";

/**
 * Puts on the pods of every workload that runs all the time a digest of the ConfigMaps and encrypted
 * Secrets that they read, names and contents, so that a change restarts them and nothing else. Pods of
 * Jobs and CronJobs start anew anyway, and those of a Job could not be changed. Raw objects stay as
 * they are written.
 */
export function withConfigDigests(rendered: readonly Rendered[]): Rendered[] {
  const contents = new Map(rendered.flatMap(({ object }) => contentOf(object)));
  return rendered.map((entry) => {
    const template = entry.groups.includes("objects") ? undefined : templateOf(entry.object);
    if (template === undefined) return entry;
    const namespace = entry.object.metadata.namespace;
    const known = readsOf(template.spec).filter((read) => contents.has(idOf(read, namespace)));
    if (known.length === 0) return entry;
    const parts = known.map((read) => {
      const content = contents.get(idOf(read, namespace)) as Content;
      return [read.kind, read.name, read.key, read.key === undefined ? content : content[read.key]];
    });
    const unique = [...new Set(parts.map((part) => JSON.stringify(part)))];
    return { ...entry, object: annotated(entry.object, shortDigest(unique.sort().join("\n"))) };
  });
}

type Content = Readonly<Record<string, unknown>>;

interface Template {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Fields;
}

function idOf(
  { kind, name }: Pick<PodRead, "kind" | "name">,
  namespace: string | undefined,
): string {
  return `${namespace}/${kind}/${name}`;
}

/** What a ConfigMap holds, or the Secret that an encrypted one becomes. */
function contentOf(object: KubernetesObject | AnyObject): [string, Content][] {
  const { kind, metadata } = object;
  const parts = object as Partial<Record<"data" | "binaryData" | "stringData", Content>>;
  const { spec } = object as { spec?: { encryptedData?: Content; template?: Content } };
  const at = (kind: PodRead["kind"], ...contents: (Content | undefined)[]): [string, Content][] => [
    [
      idOf({ kind, name: metadata.name as string }, metadata.namespace),
      Object.assign({}, ...contents),
    ],
  ];
  if (kind === "ConfigMap") return at("ConfigMap", parts.data, parts.binaryData);
  if (kind === "Secret") return at("Secret", parts.data, parts.stringData);
  if (kind !== "SealedSecret") return [];
  return at("Secret", spec?.encryptedData, spec?.template?.data as Content | undefined);
}

function templateOf({ apiVersion, kind, ...rest }: KubernetesObject | AnyObject) {
  const runs = apiVersion === "apps/v1" && /^(Deployment|StatefulSet|DaemonSet)$/.test(kind);
  return runs ? (rest as { spec?: { template?: Template } }).spec?.template : undefined;
}

function annotated(object: KubernetesObject | AnyObject, digest: string): AnyObject {
  const { spec } = object as unknown as { spec: { template: Template } };
  const { metadata } = spec.template;
  const annotations = { ...metadata?.annotations, [configDigest]: digest };
  const template = { ...spec.template, metadata: { ...metadata, annotations } };
  return { ...object, spec: { ...spec, template } } as AnyObject;
}
