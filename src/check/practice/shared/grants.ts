import type { PolicyRule, Subject } from "../../../kubernetes/types/rbac.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { FieldPath as Path } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { once } from "../../world.ts";

/** A binding that gives somebody a role. */
export interface Grant {
  readonly binding: Item;
  readonly subject: Decoded<Subject>;
  /** Where the subject stands in the binding. */
  readonly path: FieldPath;
  /** What the binding names. */
  readonly roleKind: string;
  readonly roleName: string;
  /** The role, where it is in the world. */
  readonly role: Item | undefined;
  /** Undefined where the role is not in the world. */
  readonly rules: readonly Decoded<PolicyRule>[] | undefined;
  /** In every namespace. */
  readonly isClusterWide: boolean;
}

/** Each subject of each binding. */
export const grants = once((world): readonly Grant[] => {
  const all = inventory(world);
  return [...all.all("RoleBinding"), ...all.all("ClusterRoleBinding")].flatMap((binding) => {
    const { roleRef, subjects = [] } = binding.object;
    const { kind: roleKind = "", name: roleName = "" } = roleRef ?? {};
    const role =
      roleKind === "ClusterRole"
        ? all.get("ClusterRole", "", roleName)
        : all.get("Role", binding.namespace, roleName);
    return subjects.map((subject, index) => ({
      binding,
      subject,
      path: Path.root.field("subjects").index(index),
      roleKind,
      roleName,
      role,
      rules: role?.object.rules,
      isClusterWide: binding.kind === "ClusterRoleBinding",
    }));
  });
});

/** Whether a list of verbs, resources or groups has one of some, by name or by `*`. */
export function has(list: readonly string[] | undefined, ...wanted: readonly string[]): boolean {
  return (list ?? []).some((each) => each === "*" || wanted.includes(each));
}
