import type { KubeObject } from "../../client/object.ts";
import { findKind } from "../../kubernetes/kinds.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { MADE_UP } from "../names.ts";
import { deletesClaims } from "./claims.ts";
import type { FieldChange } from "./plan.ts";

/** Kinds with what cannot be brought back: they go only if a person asks for it. */
export const KEPT_KINDS: readonly string[] = [
  "Namespace",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "CustomResourceDefinition",
];

/** Whether an object holds data itself, or values without which data cannot be read. */
export function holdsData(object: KubeObject): boolean {
  return /^PersistentVolume(Claim)?$/.test(object.kind) || isMadeUp(object);
}

/** A Secret whose values nobody knows but the cluster: another deploy would make up others. */
function isMadeUp({ apiVersion, kind, metadata }: KubeObject): boolean {
  return apiVersion === "v1" && kind === "Secret" && metadata.annotations?.[MADE_UP] !== undefined;
}

export const GROWN = "what grew cannot shrink again";

/** What cannot be undone of these changes. */
export function riskOfGrowth(
  { kind }: KubeObject,
  changes: readonly FieldChange[],
): string | undefined {
  const isGrown = changes.some(({ path }) => path === "spec.resources.requests.storage");
  return kind === "PersistentVolumeClaim" && isGrown ? GROWN : undefined;
}

/** What data may be lost when an object is deleted, in one clause; undefined where none is. */
export function riskOfDeletion(object: KubeObject): string | undefined {
  const { kind, apiVersion, metadata } = object;
  const { group } = splitApiVersion(apiVersion);
  const title = `${kind} ${metadata.name}`;
  const of = group === "" || group === "apps" || group === "apiextensions.k8s.io" ? kind : "";
  switch (of) {
    case "Namespace":
      return `everything in ${title} is deleted with it`;
    case "PersistentVolume":
      return `the data of ${title} may not be found again`;
    case "PersistentVolumeClaim":
      return `the data of ${title} is deleted, unless its volume is retained`;
    case "CustomResourceDefinition":
      return "all objects of this kind in the cluster are deleted with it";
    case "Secret":
      return isMadeUp(object)
        ? `what the values of ${title} protect cannot be opened any more: they were made up`
        : undefined;
    case "StatefulSet":
      return deletesClaims(object) ? `the claims of ${title} are deleted with it` : undefined;
  }
  if (!group.includes(".") || group.endsWith(".k8s.io")) return undefined;
  // Operators whose objects hold no data are known; of others nobody knows what goes with an object.
  const operator = findKind(apiVersion, kind)?.operator;
  const mayHoldData = operator === undefined || operator === "cloudnative-pg";
  return mayHoldData ? `what its operator keeps for ${title} may be deleted with it` : undefined;
}
