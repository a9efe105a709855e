import type { Fenceposts } from "../../../kubernetes/pod-share.ts";
import type { PersistentVolumeClaim } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { type Workload, workloads } from "../../objects/workloads.ts";
import { once, type World } from "../../world.ts";
import { isRepeatedClaim } from "../capacity/alone.ts";
import { type Count, countOf, rolloutOf } from "../capacity/scale.ts";
import { isTogether } from "./together.ts";

/** A workload that mounts a claim. */
export interface Use {
  readonly workload: Workload;
  readonly count: Count;
  /** Of an update; undefined for what is not replaced pod by pod with one too many. */
  readonly rollout: Fenceposts | undefined;
  /** Of the name of the claim. */
  readonly path: FieldPath;
  /** Its pods are made to be on one node, or beside another pod. */
  readonly isTogether: boolean;
}

/** A claim of the input, and what mounts it. */
export interface UsedClaim {
  readonly claim: Item<Decoded<PersistentVolumeClaim>>;
  /** Of its modes the widest; undefined where it has none. */
  readonly mode: string | undefined;
  readonly uses: readonly Use[];
}

/** From the narrowest to the widest. */
const MODES = ["ReadWriteOncePod", "ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany"];

/** The claims of the input that something mounts. */
export const usedClaims = once((world): readonly UsedClaim[] => {
  const claims = inventory(world)
    .all("PersistentVolumeClaim")
    .filter((claim) => !isRepeatedClaim(world, claim));
  if (claims.length === 0) return [];
  const uses = new Map<string, Use[]>();
  for (const workload of workloads(world))
    for (const [name, use] of usesOf(world, workload)) {
      const key = `${workload.item.namespace ?? ""}/${name}`;
      const known = uses.get(key);
      if (known) known.push(use);
      else uses.set(key, [use]);
    }
  return claims.flatMap((claim) => {
    const found = uses.get(`${claim.namespace ?? ""}/${claim.name}`);
    return found ? [{ claim, mode: widest(claim.object.spec?.accessModes), uses: found }] : [];
  });
});

function widest(modes: readonly string[] = []): string | undefined {
  return MODES.findLast((mode) => modes.includes(mode));
}

function usesOf(world: World, workload: Workload): [string, Use][] {
  const { spec, specPath } = workload;
  const named = (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }, index) => {
    const name = persistentVolumeClaim?.claimName;
    return name ? [{ name, index }] : [];
  });
  if (named.length === 0) return [];
  const count = countOf(world, workload);
  if (!count || count.most === 0) return [];
  const rollout = rolloutOf(workload, count.most);
  const together = isTogether(spec);
  return named.map(({ name, index }) => {
    const path = specPath.field("volumes").index(index);
    const at = path.field("persistentVolumeClaim", "claimName");
    return [name, { workload, count, rollout, path: at, isTogether: together }];
  });
}
