import type { KubeObject, ManagedFields } from "../../../client/object.ts";
import { FIELD_MANAGER } from "../../names.ts";
import { pruned, setsOf, union } from "../fields/field-set.ts";
import { isMaker, ownEntry } from "./managers.ts";

/** The managers whose fields become ours when we first apply an object. */
export function makersOf(live: KubeObject): string[] {
  const entries = live.metadata.managedFields ?? [];
  return [...new Set(entries.filter(isMaker).map(({ manager }) => manager))];
}

/**
 * The managed fields of an object once those of its makers are ours.
 *
 * An entry is of one version of the API; fields written in another one are left where they are, since
 * their names may differ.
 *
 * @see k8s.io/client-go/util/csaupgrade UpgradeManagedFields
 */
export function migrated(live: KubeObject): readonly ManagedFields[] {
  const entries = live.metadata.managedFields ?? [];
  const made = entries.filter(isMaker);
  const own = ownEntry(entries);
  const apiVersion = own?.apiVersion ?? made[0]?.apiVersion;
  const taken = made.filter((entry) => entry.apiVersion === apiVersion);
  if (apiVersion === undefined || taken.length === 0) return entries;
  const sets = setsOf(own ? [own, ...taken] : taken);
  const [latest] = [own, ...taken]
    .flatMap((entry) => entry?.time ?? [])
    .sort()
    .reverse();
  const ours = {
    manager: FIELD_MANAGER,
    operation: "Apply" as const,
    apiVersion,
    ...(latest !== undefined && { time: latest }),
    fieldsType: "FieldsV1",
    fieldsV1: sets.reduce(union, {}),
  };
  return [ours, ...entries.filter((entry) => entry !== own && !made.includes(entry))];
}

/**
 * The JSON patch that makes it so, for the object as it was read: the server refuses it with a conflict
 * if the object changed since. Undefined where there is nothing to do.
 */
export function migrationPatch(live: KubeObject): readonly object[] | undefined {
  if (makersOf(live).length === 0) return undefined;
  return [
    { op: "replace", path: "/metadata/managedFields", value: migrated(live) },
    { op: "replace", path: "/metadata/resourceVersion", value: live.metadata.resourceVersion },
  ];
}

/**
 * What an apply leaves once the makers' fields are ours, from what a dry run of it says before they
 * are: what they wrote and we do not goes, if nobody else owns it. Defaults that go with it are the
 * server's to set again.
 *
 * @param result Of the dry run of our apply.
 */
export function withoutMakers(result: KubeObject): KubeObject {
  const entries = result.metadata.managedFields ?? [];
  const dropped = setsOf(entries.filter(isMaker));
  const kept = setsOf(entries.filter((entry) => !isMaker(entry)));
  return pruned(result, dropped.reduce(union, {}), kept) as KubeObject;
}
