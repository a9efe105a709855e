import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readBytes } from "./bytes.ts";

/** A script or a readme that lies beside manifests, or above them: how they come into a cluster. */
export interface Guide {
  readonly file: string;
  readonly text: string;
}

/** Finds the guides of folders, and reads each file once; nothing is read before it is asked for. */
export class Guides {
  private readonly around = new Map<string, readonly Guide[]>();
  private readonly within = new Map<string, readonly Guide[]>();

  /**
   * Those of a folder, and of the folders above it as far as its repository goes; outside of one,
   * of the folder alone.
   */
  near(folder: string): readonly Guide[] {
    const known =
      this.around.get(folder) ?? foldersUp(resolve(folder)).flatMap((each) => this.of(each));
    this.around.set(folder, known);
    return known;
  }

  private of(folder: string): readonly Guide[] {
    const known = this.within.get(folder) ?? BELOW.flatMap((name) => read(join(folder, name)));
    this.within.set(folder, known);
    return known;
  }
}

const WORKFLOWS = join(".github", "workflows");

/** The folder itself, and where a repository keeps its scripts and its CI. */
const BELOW = [".", "scripts", "script", "hack", "bin", "ci", WORKFLOWS];

const HIGHEST = 8;

/** The folder first, the root of its repository last. */
function foldersUp(folder: string): readonly string[] {
  const folders: string[] = [];
  for (let at = folder; folders.length < HIGHEST; at = dirname(at)) {
    folders.push(at);
    if (existsSync(join(at, ".git"))) return folders;
    if (dirname(at) === at) break;
  }
  return [folder];
}

/** In bytes; what is larger, nobody wrote by hand. */
const LARGEST_GUIDE = 2 ** 18;

/** A folder or file that cannot be read guides nobody. */
function read(folder: string): Guide[] {
  return filesIn(folder)
    .filter((name) => NAMED.test(name) || MAY_BE_SCRIPT.test(name) || isWorkflow(folder, name))
    .flatMap((name) => {
      const file = join(folder, name);
      const bytes = readBytes(file, LARGEST_GUIDE);
      if (!Buffer.isBuffer(bytes)) return [];
      const text = bytes.toString();
      return NAMED.test(name) || isWorkflow(folder, name) || text.startsWith("#!")
        ? [{ file, text }]
        : [];
    });
}

function filesIn(folder: string): string[] {
  try {
    const files = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isFile());
    return files.map(({ name }) => name).sort();
  } catch {
    return [];
  }
}

const NAMED =
  /\.(?:sh|bash|zsh|ps1|md|adoc|rst|mk)$|^(?:GNU)?Makefile$|^justfile$|^Jenkinsfile$|^Taskfile\.ya?ml$|^\.gitlab-ci\.ya?ml$|^README(?:\.txt)?$/i;

/** Its first line decides. */
const MAY_BE_SCRIPT = /^[\w-]+$/;

function isWorkflow(folder: string, name: string): boolean {
  return folder.endsWith(WORKFLOWS) && /\.ya?ml$/.test(name);
}
