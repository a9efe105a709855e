import { versionsOf } from "../../kubernetes/kinds.ts";
import { isOwnGroup } from "../api/kinds.ts";
import type { World } from "../world.ts";

/**
 * Whether the server has a kind in a group, in whatever version: Deployments in `apps`, and none in
 * `extensions` any more. Of groups that are not Kubernetes' own it is not known: true.
 */
export function isServed({ minor }: World, group: string, kind: string): boolean {
  return (
    !isOwnGroup(group) ||
    versionsOf(group, kind).some(({ since, until }) => since <= minor && minor <= until)
  );
}
