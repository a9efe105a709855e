import { realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { dump } from "js-yaml";
import type { Step } from "../../../../src/kubernetes/validation/field-path.ts";
import type {
  Kustomization,
  ResourceFile,
  ValueMap,
} from "../../../../src/manifests/read/index.ts";
import { kustomizationsIn, readTree } from "../../../../src/manifests/read/kustomization/tree.ts";
import type { Random } from "../../../agreement/random.ts";
import type { Fields } from "../draft.ts";

/** Where a fault was planted: a field of a kustomization with all that it holds. */
export interface FilePlace {
  /** Below the folder of the tree. */
  readonly file: string;
  readonly steps: readonly Step[];
  /** Only the line where the field begins: what is missing is told where it should be. */
  readonly isFirstLine?: boolean;
}

/** A kustomization that may be changed. */
export interface Layer {
  /** Below the folder of the tree. */
  readonly file: string;
  /** Changed in place. */
  readonly value: Fields;
  /** What its resources bring, as the files have it. */
  readonly objects: readonly ValueMap[];
}

/** The files of a kustomize tree, in which a fault may be planted. */
export class FileDraft {
  readonly random: Random;
  readonly layers: readonly Layer[];
  private readonly changed = new Map<string, string>();

  constructor(layers: readonly Layer[], random: Random) {
    this.layers = structuredClone(layers);
    this.random = random;
  }

  /** One of them, the same for the same seed; undefined of none. */
  one<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.random.pick(list);
  }

  /** Puts an entry behind the others of a list of a kustomization. */
  append(layer: Layer, field: string, entry: unknown): FilePlace {
    const list = (layer.value[field] ?? []) as unknown[];
    layer.value[field] = [...list, entry];
    this.changed.set(layer.file, textOf(layer.value));
    return { file: layer.file, steps: [field, list.length] };
  }

  /** Writes an object into a file beside a kustomization. */
  write(layer: Layer, name: string, object: object): void {
    this.changed.set(join(dirname(layer.file), name), textOf(object));
  }

  /** The texts of the files that were changed. */
  get files(): ReadonlyMap<string, string> {
    return this.changed;
  }
}

export function textOf(value: object): string {
  return dump(value, { noRefs: true, lineWidth: -1 });
}

/** The kustomizations that a root is made of. */
export function layersOf(folder: string, root: string): Layer[] {
  return kustomizationsIn(readTree(join(folder, root))).map((each) => ({
    file: relative(realpathSync(folder), realpathSync(each.file)),
    value: structuredClone(each.value) as Fields,
    objects: objectsBelow(each),
  }));
}

function objectsBelow(part: Kustomization | ResourceFile): ValueMap[] {
  if (!("folder" in part))
    return part.documents.flatMap(({ objects }) => objects.map(({ value }) => value));
  return [...part.resources, ...part.components].flatMap(objectsBelow);
}
