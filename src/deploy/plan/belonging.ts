import { type KubeObject, refOf, titleOf } from "../../client/object.ts";
import { PART_OF_LABEL } from "../release/applyset.ts";
import type { Wanted } from "../wanted.ts";
import type { Membership } from "./input.ts";
import { ownEntry, sortOf } from "./ownership/managers.ts";
import { makersOf } from "./ownership/migration.ts";
import type { Stop } from "./plan.ts";
import { stopAt } from "./stops.ts";

/**
 * Whom an object that is there belongs to, in words; undefined if it is the release's, or shared.
 *
 * One of ours whose label somebody took away is still ours: the last record has it, and we applied it.
 *
 * @param isRecorded Whether the release's last record has the object.
 */
export function foreignOwner(
  wanted: Wanted,
  live: KubeObject,
  membership: Membership,
  isRecorded: boolean,
): string | undefined {
  const { labels, annotations, managedFields = [] } = live.metadata;
  const partOf = labels?.[PART_OF_LABEL];
  const isApplied = ownEntry(managedFields) !== undefined;
  if (partOf === undefined && isApplied && (wanted.isShared || isRecorded)) return undefined;
  if (partOf === membership.partOf) return undefined;
  if (partOf !== undefined) return membership.setNamed(partOf) ?? `the set ${partOf}`;
  const helm = annotations?.["meta.helm.sh/release-name"];
  if (helm !== undefined) return `the Helm release ${helm}`;
  const makers = makersOf(live).map(makerName);
  const others = managedFields
    .filter(({ manager, subresource }) => !subresource && sortOf(manager) !== "ours")
    .map(({ manager }) => manager);
  const [who] = [...makers, ...others];
  return who ?? "nobody";
}

function makerName(manager: string): string {
  return /^kubectl(-client-side-apply|-last-applied)?$/.test(manager) ? "kubectl apply" : manager;
}

/** An object is there, and is not ours to change. */
export function foreign(wanted: Wanted, owner: string): Stop {
  const title = titleOf(refOf(wanted.object));
  const whose = owner === "nobody" ? "belongs to no release" : `comes from ${owner}`;
  return stopAt(wanted, {
    code: "foreign",
    message: `${title} is there already and ${whose}`,
    instead: "take it over with --adopt, or give it another name",
    option: "--adopt",
  });
}
