import { isFields } from "../../kubernetes/fields.ts";
import { type PodOf, podOf } from "../../kubernetes/pod-security/index.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { once, type World } from "../world.ts";
import { type Item, inventory } from "./inventory.ts";

const ROLLOUT = { group: "argoproj.io", kind: "Rollout" } as const;

/**
 * Whether an object is Argo's Rollout: it makes pods by number as a Deployment does, and replaces them
 * in a way of its own.
 *
 * @see https://argoproj.github.io/argo-rollouts/features/specification/
 */
export function isRollout({ group, kind }: Pick<Item, "group" | "kind">): boolean {
  return group === ROLLOUT.group && kind === ROLLOUT.kind;
}

/** The pods of a Rollout that holds their template, read as the server reads one. */
export function templateOfRollout({ server }: World, { object, name }: Item): PodOf | undefined {
  const template = isFields(object.spec) ? object.spec.template : undefined;
  if (!isFields(template)) return undefined;
  const like = { apiVersion: "v1", kind: "PodTemplate", metadata: { name }, template };
  const judgement = server.create(like);
  const read = "filled" in judgement && judgement.filled;
  const pod = read ? podOf(read) : undefined;
  return pod && { ...pod, path: FieldPath.root.field("spec", "template") };
}

/** By workload, the Rollout that makes its pods in its place: `workloadRef` names it. */
export const rolledOut = once((world): ReadonlyMap<Item, Item> => {
  const all = inventory(world);
  return new Map(
    all.of(ROLLOUT.group, ROLLOUT.kind).flatMap((item): [Item, Item][] => {
      const ref = isFields(item.object.spec) ? item.object.spec.workloadRef : undefined;
      if (!isFields(ref) || typeof ref.name !== "string" || typeof ref.kind !== "string") return [];
      const { group } = splitApiVersion(String(ref.apiVersion ?? ""));
      const { namespace } = item;
      const found = all.find({ group, kind: ref.kind, namespace, name: ref.name });
      return found ? [[found, item]] : [];
    }),
  );
});
