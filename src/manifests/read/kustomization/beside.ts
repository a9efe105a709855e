import { existsSync, readdirSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { LARGEST, readBytes } from "../bytes.ts";
import { documentsOf } from "../stream.ts";
import { decodeText } from "../text.ts";
import { textsBelow } from "../values.ts";
import { isKustomizationFile, kustomizationFile, pathIn } from "./names.ts";
import type { Kustomization, ResourceFile } from "./tree.ts";

/** Files that lie in a kustomization's folder and that no kustomization names. */
export interface Beside {
  readonly kustomization: Kustomization;
  readonly files: readonly ResourceFile[];
}

/**
 * Looks through the folders of a tree for manifests that nothing of it reaches: neither a kustomization
 * of that folder nor one above it, and not even a comment that says why.
 *
 * @param reached the real paths of the files that this tree, or another, was read from
 */
export function filesBeside(
  kustomizations: readonly Kustomization[],
  reached: ReadonlySet<string>,
): Beside[] {
  const used = foldersOf(reached);
  return kustomizations.flatMap((kustomization) => {
    const names = namesAround(kustomization.folder);
    const files = manifestsBelow(kustomization.folder, used)
      .filter((path) => !reached.has(realpathSync(path)) && !isNamed(path, names))
      .flatMap(read);
    return files.length > 0 ? [{ kustomization, files }] : [];
  });
}

/** The folder's own files, and those of folders below it of which it uses some. */
function* below(folder: string, used: ReadonlySet<string>): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const { name } of entries.filter((each) => each.isFile()))
    if (/\.(?:ya?ml|json)$/i.test(name) && !name.startsWith(".") && !isKustomizationFile(name))
      yield join(folder, name);
  for (const { name } of entries.filter((each) => each.isDirectory())) {
    const inner = join(folder, name);
    if (name.startsWith(".") || kustomizationFile(inner) !== undefined) continue;
    if (used.has(realpathSync(inner))) yield* below(inner, used);
  }
}

/** The folders that files lie in, and those above. */
function foldersOf(paths: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of paths)
    for (let at = dirname(path); !found.has(at); at = dirname(at)) found.add(at);
  return found;
}

function manifestsBelow(folder: string, used: ReadonlySet<string>): string[] {
  try {
    return [...below(folder, used)];
  } catch {
    // A folder that cannot be listed is told where it is read.
    return [];
  }
}

/** What the kustomizations of a folder and of those above it name, as far as its repository goes. */
interface Names {
  readonly paths: ReadonlySet<string>;
  /** Their texts, comments and all, with the folders in which they stand. */
  readonly texts: readonly (readonly [folder: string, text: string])[];
}

const HIGHEST = 8;

function namesAround(folder: string): Names {
  const paths = new Set<string>();
  const texts: [string, string][] = [];
  let at = realpathSync(folder);
  for (let height = 0; height < HIGHEST; height++) {
    const file = kustomizationFile(at);
    for (const { documents } of file === undefined ? [] : read(file))
      for (const { value, text } of documents) {
        texts.push([at, text]);
        for (const [, named] of textsBelow(value)) paths.add(resolve(at, pathIn(named)));
      }
    if (existsSync(join(at, ".git")) || dirname(at) === at) break;
    at = dirname(at);
  }
  return { paths, texts };
}

/** A file that a comment names is left out on purpose. */
function isNamed(path: string, { paths, texts }: Names): boolean {
  const real = realpathSync(path);
  for (let at = real; dirname(at) !== at; at = dirname(at)) if (paths.has(at)) return true;
  return texts.some(([folder, text]) => isMentioned(real, folder, text));
}

/** Whether a text has the path of a file, from its folder or in part: not as the end of a longer name. */
function isMentioned(path: string, folder: string, text: string): boolean {
  const name = basename(path);
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const before = ENDS_WITH_PATH.exec(text.slice(0, at))?.[0] ?? "";
    const written = `${before}${name}`;
    if (!GOES_ON.test(text.slice(at + name.length, at + name.length + 2))) {
      const isHere = resolve(folder, written) === path;
      const isPart = !written.startsWith(".") && path.endsWith(`/${written}`);
      if (isHere || isPart) return true;
    }
  }
  return false;
}

const ENDS_WITH_PATH = /[\w./@+~-]*$/;
/** What makes another name of one before it; a full stop ends a sentence. */
const GOES_ON = /^(?:[\w@+~/-]|\.\w)/;

function read(path: string): ResourceFile[] {
  const bytes = readBytes(path, LARGEST);
  if (!Buffer.isBuffer(bytes)) return [];
  return [{ file: path, documents: [...documentsOf(path, decodeText(bytes).text ?? "")] }];
}
