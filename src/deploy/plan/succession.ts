import { type KubeObject, refOf, titleOf } from "../../client/object.ts";
import { scaledBy } from "./autoscaled.ts";
import type { PlannedObject, Prune } from "./plan.ts";

/**
 * Autoscalers that take over a target from one that goes, such as one that was renamed: the old one goes
 * right before, since two of one target both stop scaling (`AmbiguousSelector`), and the deploy would not
 * become healthy before anything is pruned.
 *
 * @param members The release's live objects.
 * @see k8s.io/kubernetes/pkg/controller/podautoscaler/horizontal.go
 */
export function withSuccession(
  objects: readonly PlannedObject[],
  prunes: readonly Prune[],
  members: readonly KubeObject[],
): readonly PlannedObject[] {
  const going = new Set(prunes.flatMap(({ uid, kept }) => (kept === undefined ? uid : [])));
  const leaving = members.filter(({ metadata }) => going.has(metadata.uid ?? ""));
  const byTarget = Map.groupBy(
    leaving.filter((live) => scaledBy(live).length > 0),
    (live) => scaledBy(live)[0] as string,
  );
  if (byTarget.size === 0) return objects;
  return objects.map((planned) => {
    const replaces = scaledBy(planned.applied).flatMap((target) => byTarget.get(target) ?? []);
    if (replaces.length === 0) return planned;
    const names = replaces.map((live) => titleOf(refOf(live))).join(", ");
    const why = `${names}, of the same target, goes right before`;
    return { ...planned, replaces, why: planned.why ?? why };
  });
}
