import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import { LARGEST, readBytes } from "../bytes.ts";
import type { Document, ReadProblem, ValueMap } from "../source.ts";
import { documentsOf } from "../stream.ts";
import { decodeText } from "../text.ts";
import { isMap, maps, textIn, texts, textsBelow } from "../values.ts";
import { type Beside, filesBeside } from "./beside.ts";
import { kustomizationFile, pathIn } from "./names.ts";
import { type Patch, patchesIn } from "./patch.ts";

/** A kustomization, read as files. */
export interface Kustomization {
  /** The kustomization file. */
  readonly file: string;
  readonly folder: string;
  readonly document: Document;
  readonly value: ValueMap;
  readonly resources: readonly (Kustomization | ResourceFile)[];
  readonly components: readonly Kustomization[];
  /** In the order in which they are applied. */
  readonly patches: readonly Patch[];
}

/** A file of resources, or of a patch. */
export interface ResourceFile {
  readonly file: string;
  readonly documents: readonly Document[];
}

/** The tree behind a kustomization, and what is wrong with it. */
export interface Tree {
  /** As it was named or found. */
  readonly folder: string;
  readonly root: Kustomization | undefined;
  /** Files by their real paths, each read once. */
  readonly files: ReadonlyMap<string, ResourceFile>;
  readonly problems: readonly ReadProblem[];
  /** Looks for manifests in its folders that are not among these, by their real paths. */
  readonly beside: (reached: ReadonlySet<string>) => readonly Beside[];
}

/** Reads a kustomization and everything on the disk that it names. Remote bases are left to kustomize. */
export function readTree(folder: string): Tree {
  const reader = new TreeReader();
  const root = reader.kustomization(folder);
  const { files, problems } = reader;
  const beside = (reached: ReadonlySet<string>) => filesBeside(kustomizationsIn({ root }), reached);
  return { folder, root, files, problems, beside };
}

/** Every kustomization of a tree, each once: what is made of others before those, components last. */
export function kustomizationsIn({ root }: Pick<Tree, "root">): Kustomization[] {
  const found = new Set<Kustomization>();
  const visit = (each: Kustomization | ResourceFile) => {
    if (!("folder" in each) || found.has(each)) return;
    found.add(each);
    for (const part of [...each.resources, ...each.components]) visit(part);
  };
  if (root !== undefined) visit(root);
  return [...found];
}

/**
 * The real paths of everything that a kustomization is made of, itself not among them: also what
 * its generators and charts read, and what a comment alone names, such as a patch that waits.
 */
export function referredFrom(folder: string): Set<string> {
  const tree = readTree(folder);
  const all = kustomizationsIn(tree);
  const parts = all.filter((each) => each !== tree.root);
  return new Set([
    ...tree.files.keys(),
    ...parts.map((each) => realpathSync(each.folder)),
    ...all.flatMap(filesNamedIn),
  ]);
}

const NAMED_IN_COMMENT = /^\s*#.*?([\w.-][\w./-]*\.(?:ya?ml|json))["']?\s*$/gm;

function filesNamedIn({ folder, document: { text, value } }: Kustomization): string[] {
  const named = [...textsBelow(value)].map(([, each]) => pathIn(each));
  const noted = [...text.matchAll(NAMED_IN_COMMENT)].map(([, path = ""]) => path);
  return [...named, ...noted].flatMap((path) => realFile(folder, path) ?? []);
}

/** The real path of a text that happens to be the path of a file. */
function realFile(folder: string, path: string): string | undefined {
  if (path === "" || path.includes("\n")) return undefined;
  try {
    const real = realpathSync(resolve(folder, path));
    return statSync(real).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
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
    let patches: Patch[] | undefined;
    const { files } = this;
    return {
      ...draft,
      // Those who only build it never ask.
      get patches() {
        patches ??= patchesIn(draft, files);
        return patches;
      },
      resources: resources.filter((part) => part !== undefined),
      components: components.filter(
        (part) => part !== undefined && "folder" in part,
      ) as Kustomization[],
    };
  }

  private entries({ value }: Draft, field: string): [string, Step[]][] {
    return texts(value[field]).map(([index, path]) => [path, [field, index]]);
  }

  private patchFiles(draft: Draft): [string, Step[]][] {
    const inline = (text: string) => text.includes("\n");
    const strategic = this.entries(draft, "patchesStrategicMerge").filter(([p]) => !inline(p));
    const listed = ["patches", "patchesJson6902"].flatMap((field) =>
      maps(draft.value[field]).flatMap(([index, entry]): [string, Step[]][] => {
        const path = textIn(entry, "path");
        return path === undefined ? [] : [[path, [field, index, "path"]]];
      }),
    );
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

/** Whether a path is one of another repository, or of a server. */
export function isRemote(path: string): boolean {
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
