import { realpathSync } from "node:fs";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Where } from "../../../problem.ts";
import type { Origins } from "../document.ts";
import type { Part, SourceObject, ValueMap } from "../source.ts";
import { isMap } from "../values.ts";
import { generatedBy } from "./generators.ts";
import { at, counterpart, isScalar } from "./match.ts";
import { identityOf, type Note } from "./notes.ts";
import { type Setter, setters } from "./setters.ts";
import type { Kustomization, ResourceFile, Tree } from "./tree.ts";

/** Where a built object began. */
interface Origin {
  /** The object as a resource file has it. */
  readonly resource?: SourceObject | undefined;
  /** Kustomizations it went through, the outermost first. */
  readonly layers: readonly Kustomization[];
}

/** Finds the file and line of the tree that set a field of a built object. */
export class KustomizationOrigins implements Origins {
  private readonly tree: Tree;
  private readonly askNotes: () => ReadonlyMap<string, Note>;
  private asked: ReadonlyMap<string, Note> | undefined;
  private readonly found = new WeakMap<object, Origin>();

  /** @param askNotes asks kustomize where objects came from; only where the tree does not say it */
  constructor(tree: Tree, askNotes: () => ReadonlyMap<string, Note>) {
    this.tree = tree;
    this.askNotes = askNotes;
  }

  adopt(value: SourceObject["value"]): SourceObject["value"] {
    return value;
  }

  locate({ value }: SourceObject, steps: readonly Step[], part: Part): Where | undefined {
    const origin = this.originOf(value);
    const { resource } = origin;
    if (steps.length === 0 && resource !== undefined) return resource.locate([], part);
    const wanted = at(value, steps);
    const own = resource && counterpart(resource.value, value, steps);
    const hasOwn = own?.length === steps.length && resource !== undefined;
    if (hasOwn && wanted !== undefined && !isScalar(wanted)) return resource.locate(own, part);
    const object = { value, name: resource === undefined ? "" : nameOf(resource.value), wanted };
    const candidates: Setter[] = [];
    for (const layer of origin.layers)
      for (const setter of setters(layer, object, steps)) {
        if (isScalar(wanted) && setter.value === wanted) return setter.where(part);
        candidates.push(setter);
      }
    const generated = generatedBy(origin.layers, value, steps);
    if (generated !== undefined) return generated(part);
    // A resource that says otherwise was overridden by something that is not understood here.
    const isOwn = hasOwn && (at(resource.value, own) === wanted || candidates.length === 0);
    if (isOwn || (resource !== undefined && candidates.length === 0))
      return resource.locate(own ?? [], part);
    return candidates[0]?.where(part) ?? this.tree.root?.document.locate([], part);
  }

  private originOf(value: SourceObject["value"]): Origin {
    const known = this.found.get(value);
    if (known !== undefined) return known;
    const origin = this.find(value);
    this.found.set(value, origin);
    return origin;
  }

  private find(value: SourceObject["value"]): Origin {
    const { root, files } = this.tree;
    if (root === undefined) return { layers: [] };
    const note = this.noteOf(value, root);
    if (note !== undefined && "configuredIn" in note) {
      const file = note.configuredIn;
      return {
        layers: layersTo(root, (part) => "folder" in part && realpathSync(part.file) === file),
      };
    }
    const file = note === undefined ? undefined : files.get(note.path);
    const among = file === undefined ? [...files.values()] : [file];
    const objects = among.flatMap(({ documents }) => documents.flatMap(({ objects }) => objects));
    const resource = closestNamed(objects, value);
    const home = among.find(({ documents }) => documents.includes(resource?.document as never));
    return { resource, layers: layersTo(root, (part) => part === home) };
  }

  /** The only resource of this kind and name is where it came from; else kustomize knows. */
  private noteOf(value: SourceObject["value"], root: Kustomization): Note | undefined {
    const homes = resourcesOf(root).filter(({ documents }) =>
      documents.some(({ objects }) =>
        objects.some(
          (each) => each.value.kind === value.kind && nameOf(each.value) === nameOf(value),
        ),
      ),
    );
    if (homes.length === 1) return { path: realpathSync(homes[0]!.file) };
    this.asked ??= this.askNotes();
    return this.asked.get(identityOf(value));
  }
}

/** The files of resources of a tree, each once; patches are not among them. */
function resourcesOf({ resources, components }: Kustomization): ResourceFile[] {
  const all = [...resources, ...components].flatMap((part) =>
    "folder" in part ? resourcesOf(part) : [part],
  );
  return [...new Set(all)];
}

/**
 * The kustomizations from the root to a part, the outermost first; components apply within the one that
 * lists them, the last of them outermost.
 */
function layersTo(
  root: Kustomization,
  isWanted: (part: Kustomization | ResourceFile) => boolean,
): Kustomization[] {
  const inside = (part: Kustomization | ResourceFile): Kustomization[] | undefined => {
    const isHere = isWanted(part);
    if (!("folder" in part)) return isHere ? [] : undefined;
    const around = [part, ...part.components.toReversed()];
    if (isHere) return around;
    for (const each of [...part.resources, ...part.components]) {
      const found = inside(each);
      if (found === undefined) continue;
      return [...around.filter((layer) => !found.includes(layer)), ...found];
    }
    return undefined;
  };
  return inside(root) ?? [root, ...root.components.toReversed()];
}

/** The object of this kind whose name is, or is most of, a built one's. */
function closestNamed(
  objects: readonly SourceObject[],
  built: SourceObject["value"],
): SourceObject | undefined {
  const name = nameOf(built);
  const alike = objects.filter(
    ({ value }) =>
      value.kind === built.kind && name.includes(nameOf(value)) && nameOf(value) !== "",
  );
  return alike.sort((a, b) => nameOf(b.value).length - nameOf(a.value).length)[0];
}

export function nameOf(value: ValueMap): string {
  const { metadata } = value;
  return isMap(metadata) && typeof metadata.name === "string" ? metadata.name : "";
}
