import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import { LARGEST, readBytes } from "../bytes.ts";
import type { Document, ReadProblem, Value, ValueMap } from "../source.ts";
import { documentsOf } from "../stream.ts";
import { decodeText } from "../text.ts";

/** What kustomize looks for in a folder, in this order. */
const names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

export function isKustomizationFile(name: string): boolean {
  return names.includes(name);
}

/** The kustomization file of a folder. A folder of that name inside it is none. */
export function kustomizationFile(folder: string): string | undefined {
  return names
    .map((name) => join(folder, name))
    .find((path) => existsSync(path) && !statSync(path).isDirectory());
}

/** A kustomization, read as files. */
export interface Kustomization {
  /** The kustomization file. */
  readonly file: string;
  readonly folder: string;
  readonly document: Document;
  readonly value: ValueMap;
  readonly resources: readonly (Kustomization | ResourceFile)[];
  readonly components: readonly Kustomization[];
  /** Files of the whole tree by their real paths, each read once. */
  readonly files: ReadonlyMap<string, ResourceFile>;
}

/** A file of resources, or of a patch. */
export interface ResourceFile {
  readonly file: string;
  readonly documents: readonly Document[];
}

/** The tree behind a kustomization, and what is wrong with it. */
export interface Tree {
  readonly root: Kustomization | undefined;
  /** Files by their real paths, each read once. */
  readonly files: ReadonlyMap<string, ResourceFile>;
  readonly problems: readonly ReadProblem[];
}

/** Reads a kustomization and everything on the disk that it names. Remote bases are left to kustomize. */
export function readTree(folder: string): Tree {
  const reader = new TreeReader();
  return { root: reader.kustomization(folder), files: reader.files, problems: reader.problems };
}

/** The real paths of everything that a kustomization is made of, itself not among them. */
export function referredFrom(folder: string): Set<string> {
  const { root, files } = readTree(folder);
  const found = new Set(files.keys());
  const collect = (kustomization: Kustomization, isRoot: boolean) => {
    if (!isRoot) found.add(realpathSync(kustomization.folder));
    for (const part of [...kustomization.resources, ...kustomization.components])
      if ("folder" in part) collect(part, false);
  };
  if (root !== undefined) collect(root, true);
  return found;
}

class TreeReader {
  readonly files = new Map<string, ResourceFile>();
  readonly problems: ReadProblem[] = [];
  private readonly open: string[] = [];
  private readonly known = new Map<string, Kustomization | undefined>();

  kustomization(folder: string): Kustomization | undefined {
    const real = realpathSync(folder);
    if (!this.known.has(real)) {
      this.open.push(real);
      this.known.set(real, this.read(folder));
      this.open.pop();
    }
    return this.known.get(real);
  }

  private read(folder: string): Kustomization | undefined {
    const file = kustomizationFile(folder);
    const document = file === undefined ? undefined : this.file(file)?.documents[0];
    if (file === undefined || document === undefined) return undefined;
    const { value } = document;
    if (!isMap(value)) return undefined;
    const draft = { file, folder, document, value };
    const resources = ["resources", "bases"].flatMap((field) =>
      this.entries(draft, field).map(([path, steps]) => this.resource(draft, path, steps)),
    );
    const components = this.entries(draft, "components").map(([path, steps]) =>
      this.resource(draft, path, steps),
    );
    for (const [path, steps] of this.patchFiles(draft)) this.resource(draft, path, steps);
    return {
      ...draft,
      files: this.files,
      resources: resources.filter((part) => part !== undefined),
      components: components.filter(
        (part) => part !== undefined && "folder" in part,
      ) as Kustomization[],
    };
  }

  private entries({ value }: Draft, field: string): [string, Step[]][] {
    const list = Object.hasOwn(value, field) ? value[field] : undefined;
    if (!Array.isArray(list)) return [];
    return list.flatMap((path: Value, index): [string, Step[]][] =>
      typeof path === "string" ? [[path, [field, index]]] : [],
    );
  }

  private patchFiles(draft: Draft): [string, Step[]][] {
    const inline = (text: string) => text.includes("\n");
    const strategic = this.entries(draft, "patchesStrategicMerge").filter(([p]) => !inline(p));
    const listed = ["patches", "patchesJson6902"].flatMap((field) => {
      const list = draft.value[field];
      if (!Array.isArray(list)) return [];
      return list.flatMap((entry: Value, index): [string, Step[]][] => {
        const path = isMap(entry) ? entry.path : undefined;
        return typeof path === "string" ? [[path, [field, index, "path"]]] : [];
      });
    });
    return [...strategic, ...listed];
  }

  private resource(
    draft: Draft,
    path: string,
    steps: readonly Step[],
  ): Kustomization | ResourceFile | undefined {
    const full = resolve(draft.folder, path);
    if (!existsSync(full)) {
      if (!isRemote(path))
        this.complain(draft, steps, {
          message: `there is no ${path} in ${draft.folder}`,
          instead: near(full),
        });
      return undefined;
    }
    const shown = join(draft.folder, path);
    if (!statSync(full).isDirectory()) return this.file(shown);
    if (this.open.includes(realpathSync(full))) {
      this.complain(draft, steps, {
        message: `${path} leads back to a kustomization that it is part of`,
        why: "kustomize refuses a tree that contains itself",
      });
      return undefined;
    }
    if (kustomizationFile(full) === undefined) {
      this.complain(draft, steps, {
        message: `${path} is a folder without a kustomization.yaml`,
        instead: "the paths of its files, or a kustomization.yaml there",
      });
      return undefined;
    }
    return this.kustomization(shown);
  }

  private file(path: string): ResourceFile | undefined {
    const real = realpathSync(path);
    const known = this.files.get(real);
    if (known !== undefined) return known;
    const bytes = readBytes(path, LARGEST);
    if (!Buffer.isBuffer(bytes)) {
      this.problems.push({ ...bytes, where: { file: path, line: 1, column: 1 } });
      return undefined;
    }
    const documents = [...documentsOf(path, decodeText(bytes).text ?? "")];
    const file = { file: path, documents };
    this.files.set(real, file);
    const ownWay = new Set(["not-kubernetes", "empty"]);
    for (const { problems } of documents)
      this.problems.push(...problems.filter(({ about }) => !ownWay.has(about)));
    return file;
  }

  private complain(
    { document }: Draft,
    steps: readonly Step[],
    problem: Pick<ReadProblem, "message" | "why" | "instead">,
  ): void {
    this.problems.push({ about: "kustomization", ...problem, where: document.locate(steps) });
  }
}

type Draft = Pick<Kustomization, "file" | "folder" | "document" | "value">;

function isRemote(path: string): boolean {
  return (
    /^(?:[a-z+]+:\/\/|git@|[\w-]+(?:\.[\w-]+)+[:/][^/]+\/)/i.test(path) || path.includes("?ref=")
  );
}

/** Another name with the same beginning in the same folder. */
function near(path: string): string | undefined {
  const folder = resolve(path, "..");
  const name = path.slice(folder.length + 1);
  if (!existsSync(folder)) return undefined;
  const stem = name.replace(/\.ya?ml$/, "");
  return readdirSync(folder).find((other) => other.replace(/\.ya?ml$/, "") === stem);
}

export function isMap(value: unknown): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
