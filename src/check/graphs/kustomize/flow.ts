import type {
  Kustomization,
  Patch,
  ResourceFile,
  Tree,
  Value,
  ValueMap,
} from "../../../manifests/read/index.ts";
import { isMap, maps, textIn, texts } from "../../../manifests/read/values.ts";
import { once, type World } from "../../world.ts";
import { imagesIn, imagesWritten, withImageEntry } from "./images.ts";
import { type AddedLabels, addedLabels, type Pairs, pairsIn } from "./labels.ts";
import { isFor, isSelected } from "./target.ts";

/** An object on its way through a tree, as far as it can be followed without building. */
export interface Piece {
  /** As a file has it; of what is generated, only what names it. */
  readonly value: ValueMap;
  /** The names that it had so far, the present one last. */
  readonly names: readonly string[];
  /** The same of its namespaces; undefined where it had none. */
  readonly namespaces: readonly (string | undefined)[];
  readonly labels: Pairs;
  readonly annotations: Pairs;
  /** What a patch may have changed in a way that is not followed. */
  readonly unsure: ReadonlySet<"labels" | "annotations">;
  /** Of the pods that it selects, where it does: the labels that it asks for. */
  readonly selector: Pairs | undefined;
  /** The images of its containers. */
  readonly images: ReadonlySet<string>;
}

/** What comes into a kustomization, on one of the ways through a tree. */
export interface Passage {
  readonly kustomization: Kustomization;
  /** What its patches meet. */
  readonly incoming: readonly Piece[];
  /** What its labels, its namespace and its images meet. */
  readonly patched: readonly Piece[];
  /** Whether everything is known that comes in: nothing remote, no charts, no plugins. */
  readonly isWhole: boolean;
}

/** A tree, with everything that passes through it. */
export interface Followed {
  readonly tree: Tree;
  readonly passages: readonly Passage[];
  readonly outcome: readonly Piece[];
}

export const followed = once((world: World): readonly Followed[] =>
  world.trees.map((tree) => {
    const follower = new Follower();
    const { pieces } = tree.root ? follower.follow(tree.root) : { pieces: [] };
    return { tree, passages: follower.passages, outcome: pieces };
  }),
);

/** The passages of every kustomization of the world: one of several trees, or a component, has several. */
export const passagesOfEach = once((world: World): readonly (readonly Passage[])[] => {
  const all = followed(world).flatMap(({ passages }) => passages);
  return [...Map.groupBy(all, ({ kustomization }) => kustomization.file).values()];
});

interface Flow {
  readonly pieces: readonly Piece[];
  readonly isWhole: boolean;
}

/**
 * Follows objects in the order in which kustomize works: resources, components, generators, patches,
 * namespace, prefix and suffix, labels, images.
 *
 * @see sigs.k8s.io/kustomize/api/internal/target/kusttarget.go
 */
class Follower {
  readonly passages: Passage[] = [];
  private readonly known = new Map<Kustomization, Flow>();

  follow(kustomization: Kustomization): Flow {
    const known = this.known.get(kustomization);
    if (known) return known;
    const flow = this.through(kustomization, { pieces: [], isWhole: true });
    this.known.set(kustomization, flow);
    return flow;
  }

  /** @param given what a component works on */
  private through(kustomization: Kustomization, given: Flow): Flow {
    const { value, resources, components } = kustomization;
    const parts = resources.map((part) => this.part(part));
    let flow: Flow = {
      pieces: [...given.pieces, ...parts.flatMap(({ pieces }) => pieces)],
      isWhole: given.isWhole && parts.every((part) => part.isWhole) && isClosed(kustomization),
    };
    for (const component of components) flow = this.through(component, flow);
    const incoming = [...flow.pieces, ...generatedBy(value)];
    const patched = kustomization.patches.reduce<readonly Piece[]>(
      (pieces, patch) => pieces.map((piece) => withPatch(piece, patch)),
      incoming,
    );
    this.passages.push({ kustomization, incoming, patched, isWhole: flow.isWhole });
    const images = maps(value.images).map(([, entry]) => entry);
    const labels = addedLabels(value);
    return {
      pieces: patched.map((piece) => transformed(piece, value, labels, images)),
      // They come last: what they make of objects only the kustomizations above meet.
      isWhole: flow.isWhole && value.transformers === undefined,
    };
  }

  private part(part: Kustomization | ResourceFile): Flow {
    if ("folder" in part) return this.follow(part);
    const objects = part.documents.flatMap((document) => document.objects);
    return { pieces: objects.map(({ value }) => pieceOf(value)), isWhole: true };
  }
}

/** Whether all that a kustomization is made of was read. */
function isClosed({ value, resources, components }: Kustomization): boolean {
  const listed = (...fields: string[]) => fields.flatMap((field) => texts(value[field])).length;
  return (
    resources.length === listed("resources", "bases") &&
    components.length === listed("components") &&
    OPENING.every((field) => value[field] === undefined)
  );
}

/** Fields whose effect is not followed. */
const OPENING = ["helmCharts", "helmChartInflationGenerator", "generators"];

export function pieceOf(value: ValueMap): Piece {
  const metadata = isMap(value.metadata) ? value.metadata : {};
  return {
    value,
    names: [textIn(metadata, "name") ?? ""],
    namespaces: [textIn(metadata, "namespace")],
    labels: pairsIn(metadata.labels),
    annotations: pairsIn(metadata.annotations),
    unsure: new Set(),
    selector: selectorOf(value),
    images: imagesIn(value),
  };
}

const BY_LABELS: ReadonlySet<unknown> = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "PodDisruptionBudget",
]);

/** @see sigs.k8s.io/kustomize/api/internal/konfig/builtinpluginconsts/commonlabels.go */
function selectorOf({ kind, spec }: ValueMap): Pairs | undefined {
  const selector = isMap(spec) && isMap(spec.selector) ? spec.selector : undefined;
  if (kind === "Service" || kind === "ReplicationController") return selector && pairsIn(selector);
  return BY_LABELS.has(kind) ? pairsIn(selector?.matchLabels) : undefined;
}

function generatedBy(value: ValueMap): Piece[] {
  return (["ConfigMap", "Secret"] as const).flatMap((kind) =>
    maps(value[kind === "Secret" ? "secretGenerator" : "configMapGenerator"])
      .filter(([, { behavior }]) => behavior !== "merge" && behavior !== "replace")
      .map(([, { name = null, namespace = null, options = null }]) => {
        const common = isMap(value.generatorOptions) ? value.generatorOptions : {};
        const own = isMap(options) ? options : {};
        const labels = { ...pairsIn(common.labels), ...pairsIn(own.labels) };
        const annotations = { ...pairsIn(common.annotations), ...pairsIn(own.annotations) };
        const metadata = {
          name,
          ...(namespace === null ? {} : { namespace }),
          labels,
          annotations,
        };
        return pieceOf({ apiVersion: "v1", kind, metadata });
      }),
  );
}

function withPatch(piece: Piece, { target, documents }: Patch): Piece {
  if (target && !isSelected(target, piece)) return piece;
  let patched = piece;
  for (const { document } of documents)
    patched = withDocument(patched, document.value, target !== undefined);
  return patched;
}

function withDocument(piece: Piece, patch: Value | undefined, isTargeted: boolean): Piece {
  if (Array.isArray(patch)) return withOperations(piece, patch);
  if (!isMap(patch) || !(isTargeted || isFor(patch, piece))) return piece;
  const { names, labels, annotations, selector, images } = pieceOf(patch);
  return {
    ...piece,
    names: renamed(piece.names, names[0] ?? ""),
    labels: { ...piece.labels, ...labels },
    annotations: { ...piece.annotations, ...annotations },
    selector: piece.selector && { ...piece.selector, ...selector },
    images: new Set([...piece.images, ...images]),
  };
}

function withOperations(piece: Piece, operations: readonly Value[]): Piece {
  const entries = maps(operations).map(([, operation]) => operation);
  const touches = (part: string) =>
    entries.some(({ path }) => typeof path === "string" && path.includes(part));
  return {
    ...piece,
    unsure: new Set([
      ...piece.unsure,
      ...(["labels", "annotations"] as const).filter((part) => touches(`/metadata/${part}`)),
    ]),
    selector: touches("/spec/selector") ? undefined : piece.selector,
    images: new Set([...piece.images, ...imagesWritten(entries)]),
  };
}

function renamed(names: readonly string[], name: string): readonly string[] {
  return name === "" || names.at(-1) === name ? names : [...names, name];
}

/** Kinds that no prefix or suffix renames. */
const KEEPING: ReadonlySet<unknown> = new Set([
  "CustomResourceDefinition",
  "APIService",
  "Namespace",
]);

function transformed(
  piece: Piece,
  value: ValueMap,
  added: readonly AddedLabels[],
  images: readonly ValueMap[],
): Piece {
  const name = piece.names.at(-1) ?? "";
  const whole = `${textIn(value, "namePrefix") ?? ""}${name}${textIn(value, "nameSuffix") ?? ""}`;
  const namespace = textIn(value, "namespace");
  const selecting = added.filter(({ isInSelectors }) => isInSelectors);
  return {
    ...piece,
    names: KEEPING.has(piece.value.kind) ? piece.names : renamed(piece.names, whole),
    namespaces: namespace === undefined ? piece.namespaces : [...piece.namespaces, namespace],
    labels: joined(piece.labels, added),
    annotations: { ...piece.annotations, ...pairsIn(value.commonAnnotations) },
    selector: piece.selector && joined(piece.selector, selecting),
    images: images.length === 0 ? piece.images : withEntries(piece.images, images),
  };
}

/** Labels with those that are added, which overwrite them. */
export function joined(labels: Pairs, added: readonly AddedLabels[]): Pairs {
  return Object.assign({}, labels, ...added.map(({ pairs }) => pairs));
}

function withEntries(images: ReadonlySet<string>, entries: readonly ValueMap[]) {
  return new Set([...images].map((image) => entries.reduce(withImageEntry, image)));
}
