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

/** Labels and annotations by which tools know what is theirs. */
const OWNERS =
  /^((applyset\.kubernetes|config\.k8s|kluctl)\.io|(meta\.)?helm\.sh|argocd\.argoproj\.io|([a-z]+\.)*fluxcd\.io|kapp\.k14s\.io|objectset\.rio\.cattle\.io)\/|^(app\.kubernetes\.io\/(managed-by|instance)|kubectl\.kubernetes\.io\/last-applied-configuration)$/;

/**
 * Whether an object is a Namespace that was only made (`kubectl create namespace`), so that something
 * can be put into it: no tool says that it is its own. It may be used without being taken from anybody.
 */
export function isBareNamespace({ object }: Wanted, live: KubeObject): boolean {
  if (!isNamespace(live)) return false;
  const { ownerReferences = [] } = live.metadata;
  const claims = (["labels", "annotations"] as const).flatMap((field) =>
    Object.entries(live.metadata[field] ?? {}).filter(
      ([name, value]) => OWNERS.test(name) && object.metadata[field]?.[name] !== value,
    ),
  );
  return ownerReferences.length === 0 && claims.length === 0;
}

/**
 * Whether a wanted object becomes a member of the release, and goes with it. Not what releases share, nor
 * a Namespace that was there before: it goes with nobody but who made it.
 */
export function becomesMember({ isShared }: Wanted, live: KubeObject | undefined): boolean {
  if (isShared) return false;
  return !live || !isNamespace(live) || live.metadata.labels?.[PART_OF_LABEL] !== undefined;
}

function isNamespace({ apiVersion, kind }: KubeObject): boolean {
  return apiVersion === "v1" && kind === "Namespace";
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
