import type { AnyObject, KubernetesObject, ObjectMeta } from "../kubernetes/types/index.ts";
import { fill } from "../platform/names.ts";
import type { Named, Resolved } from "../platform/resolve/index.ts";
import type { CallSite } from "../platform/where.ts";

/** One object, and whose it is. */
export interface Rendered {
  readonly object: KubernetesObject | AnyObject;
  /** The component's name, where it belongs to one. */
  readonly component?: string | undefined;
  /** Names of files it may go to, the most particular first: the component's key, then its concern. */
  readonly groups: readonly string[];
  /** The object's name without the digest of its content that ends it. */
  readonly stem?: string | undefined;
  readonly site: CallSite;
  /** What the last patch found, and where that patch is; what it changed was set there. */
  readonly patched?: { readonly from: Rendered; readonly site: CallSite } | undefined;
}

/** Objects of one component. */
export function owned(owner: Named, concern: string, ...objects: KubernetesObject[]): Rendered[] {
  const groups = owner.key === undefined ? [concern] : [owner.key, concern];
  return objects.map((object) => ({ object, component: owner.name, groups, site: owner.site }));
}

/** Objects that belong to a concern of the whole platform; a component may still be named for patches. */
export function common(
  resolved: Resolved,
  concern: string,
  objects: KubernetesObject[],
  owner?: Named,
): Rendered[] {
  const site = owner?.site ?? resolved.site;
  return objects.map((object) => ({ object, component: owner?.name, groups: [concern], site }));
}

/** The label with the name of its Cluster that the CloudNativePG operator puts on every pod it makes. */
export const clusterLabel = "cnpg.io/cluster";

/** The labels that tell a component's pods from all others. */
export function selectorOf(resolved: Resolved, name: string): { [key: string]: string } {
  const isOperated = resolved.postgresClusters.some((cluster) => cluster.name === name);
  return isOperated ? { [clusterLabel]: name } : ownLabel(resolved, name);
}

/** The label by which the platform tells its components apart. */
export function ownLabel(resolved: Resolved, name: string): { [key: string]: string } {
  const { selector, podLabels } = resolved;
  return { [selector]: (Object.hasOwn(podLabels, name) && podLabels[name]) || name };
}

/**
 * A name as it is in every environment: what only others inside a pod or a label see needs no prefix,
 * and would differ between environments for nothing.
 */
export function bare({ prefix }: Resolved, name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** The name of an object by one of the platform's patterns, the environment's prefix before the whole. */
export function patterned(
  resolved: Resolved,
  pattern: string,
  names: Readonly<Record<string, string>> = {},
): string {
  const { prefix, platform, namespace } = resolved;
  const own = Object.entries(names).map(([key, name]) => [key, bare(resolved, name)]);
  return prefix + fill(pattern, { platform, namespace, ...Object.fromEntries(own) });
}

/** Metadata of an object in the environment's namespace. */
export function meta(
  resolved: Resolved,
  name: string,
  component?: string,
  more: ObjectMeta = {},
): ObjectMeta {
  return {
    name,
    namespace: resolved.namespace,
    ...more,
    labels: { ...labelsOf(resolved, component), ...more.labels },
  };
}

/** Metadata of an object of the whole cluster. A shared one says nothing that differs between environments. */
export function clusterMeta(resolved: Resolved, name: string, component?: string): ObjectMeta {
  return { name, labels: labelsOf(resolved, component) };
}

export function labelsOf(resolved: Resolved, component?: string): { [key: string]: string } {
  return {
    ...(component !== undefined && ownLabel(resolved, component)),
    "app.kubernetes.io/part-of": resolved.platform,
    "app.kubernetes.io/managed-by": "slipway",
    ...resolved.labels,
  };
}

/** The object without the fields that are undefined, and without empty lists and maps. */
export function compact<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isNothing(value))) as T;
}

function isNothing(value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
