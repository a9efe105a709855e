import { type Fields, isFields } from "../../kubernetes/fields.ts";
import type { Labels } from "../../kubernetes/labels.ts";
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

/** How a Rollout replaces its pods: the fields of one of its strategies, where it has that one. */
export function strategyOf(
  { object }: Item,
  name: "blueGreen" | "canary",
): Readonly<Fields> | undefined {
  const { strategy } = isFields(object.spec) ? object.spec : {};
  const own = isFields(strategy) ? strategy[name] : undefined;
  return isFields(own) ? own : undefined;
}

/**
 * Labels that a Rollout gives to pods of one version as long as it has that role.
 *
 * @see https://argoproj.github.io/argo-rollouts/features/ephemeral-metadata/
 */
export function labelsOfRoles(rollout: Item): readonly Labels[] {
  const blueGreen = strategyOf(rollout, "blueGreen") ?? {};
  const canary = strategyOf(rollout, "canary") ?? {};
  const given = [
    blueGreen.activeMetadata,
    blueGreen.previewMetadata,
    canary.stableMetadata,
    canary.canaryMetadata,
    ...experimentsOf(canary).map(({ metadata }) => metadata),
  ];
  return given.flatMap((each) => {
    if (!isFields(each) || !isFields(each.labels)) return [];
    const texts = Object.entries(each.labels).filter(([, value]) => typeof value === "string");
    return texts.length > 0 ? [Object.fromEntries(texts) as Labels] : [];
  });
}

/**
 * The templates of the experiments among its steps: their pods run beside those of the Rollout.
 *
 * @see https://argoproj.github.io/argo-rollouts/features/experiment/
 */
function experimentsOf({ steps }: Readonly<Fields>): Readonly<Fields>[] {
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((step) => {
    const experiment = isFields(step) ? step.experiment : undefined;
    const templates = isFields(experiment) ? experiment.templates : undefined;
    return Array.isArray(templates) ? templates.filter(isFields) : [];
  });
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
