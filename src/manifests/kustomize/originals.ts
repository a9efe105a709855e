import { isFields, type Manifest } from "./fields.ts";
import type { Selection } from "./followed.ts";
import { isBinding, isKnownClusterScoped } from "./known-kinds.ts";
import { type Prefix, plainName } from "./prefix.ts";
import { isSelected, mapReferences } from "./references.ts";

/**
 * Turns the names that an object mentions into those from which kustomize makes them, where it follows
 * the prefix; undefined where it would make others, or that is not certain.
 *
 * @see sigs.k8s.io/kustomize/api/filters/nameref/nameref.go selectReferral
 */
export function originalsOf(
  manifests: readonly Manifest[],
  prefix: Prefix,
): (manifest: Manifest) => Manifest | undefined {
  const byKind = Map.groupBy(manifests, ({ kind }) => kind);

  /** Objects that a name in another may mean. */
  const mayMean = (to: Selection, from: Manifest): Manifest[] => {
    const { roleRef } = from;
    const isRole = isBinding(from) && to.kind.endsWith("Role");
    if (isRole && isFields(roleRef) && roleRef.kind !== to.kind) return [];
    return (byKind.get(to.kind) ?? []).filter((one) => {
      const isNear = one.metadata.namespace === from.metadata.namespace;
      const isAnywhere = isKnownClusterScoped(from) || isKnownClusterScoped(one);
      return isSelected(one, to) && (isNear || isAnywhere);
    });
  };

  /** What kustomize makes of a name. */
  const followed = (name: string, to: readonly Selection[], from: Manifest) => {
    const found = to.map((one) => {
      const meant = mayMean(one, from).filter((other) => plainName(other, prefix) === name);
      return new Set(meant.map(({ metadata }) => metadata.name));
    });
    if (found.some(({ size }) => size > 1)) return undefined;
    const [first = name, ...more] = new Set(
      found.flatMap((names) => [...names].filter((other) => other !== name)),
    );
    return more.length === 0 ? first : undefined;
  };

  return (manifest) => {
    let isFine = true;
    const changed = mapReferences(manifest, (name, to, path) => {
      // These name a namespace too, and are looked at with it.
      if (path.startsWith("subjects") || path.startsWith("webhooks")) return name;
      const known = to.flatMap((one) => mayMean(one, manifest));
      const named = known.filter(({ metadata }) => metadata.name === name);
      const originals = [...named.map((one) => plainName(one, prefix)), name];
      const original = originals.find((one) => followed(one, to, manifest) === name);
      isFine &&= original !== undefined;
      return original ?? name;
    });
    return isFine ? changed : undefined;
  };
}
