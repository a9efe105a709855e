import type { Labels } from "../../kubernetes/labels.ts";
import { type PodOf, podOf } from "../../kubernetes/pod-security/index.ts";
import type { Container, PodSpec } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { once } from "../world.ts";
import { type Item, inventory } from "./inventory.ts";
import { isRollout, rolledOut, templateOfRollout } from "./rollouts.ts";

/** An object that makes pods, or a pod itself, and what its pods look like. */
export interface Workload {
  readonly item: Item;
  readonly labels: Labels;
  readonly spec: Decoded<PodSpec>;
  /** Of `spec`, and of the metadata beside it. */
  readonly specPath: FieldPath;
  readonly metadataPath: FieldPath;
  /** Every container, with where it stands. */
  readonly containers: readonly PlacedContainer[];
  /** Argo's Rollout that makes the pods in its place, and says how many and how they are replaced. */
  readonly rollout: Item | undefined;
}

export interface PlacedContainer {
  readonly container: Decoded<Container>;
  readonly path: FieldPath;
  /** `init`: it ends before the others start; a sidecar is an init container that does not. */
  readonly role: "main" | "init" | "sidecar";
}

const GROUPS: ReadonlySet<string> = new Set(["", "apps", "batch"]);

/** What makes pods by itself. A ReplicaSet that a Deployment made is not among a world's objects. */
export const workloads = once((world): readonly Workload[] =>
  inventory(world).items.flatMap((item) => {
    const pod = isRollout(item) ? templateOfRollout(world, item) : builtIn(item);
    if (!pod) return [];
    const { spec, metadata, path } = pod;
    const specPath = path.field("spec");
    return [
      {
        item,
        labels: labelsOf(metadata.labels),
        spec,
        specPath,
        metadataPath: path.field("metadata"),
        containers: containersOf(spec, specPath),
        rollout: rolledOut(world).get(item),
      },
    ];
  }),
);

function builtIn(item: Item): PodOf | undefined {
  const makes = GROUPS.has(item.group) && item.kind !== "PodTemplate";
  return makes ? podOf(item.object) : undefined;
}

function labelsOf(labels: Readonly<Record<string, string | undefined>> = {}): Labels {
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function containersOf(spec: Decoded<PodSpec>, path: FieldPath): PlacedContainer[] {
  const placed = (
    list: readonly Decoded<Container>[] | undefined,
    field: string,
    roleOf: (container: Decoded<Container>) => PlacedContainer["role"],
  ) =>
    (list ?? []).map((container, index) => ({
      container,
      path: path.field(field).index(index),
      role: roleOf(container),
    }));
  const early = ({ restartPolicy }: Decoded<Container>) =>
    restartPolicy === "Always" ? "sidecar" : "init";
  return [
    ...placed(spec.initContainers, "initContainers", early),
    ...placed(spec.containers, "containers", () => "main"),
  ];
}
