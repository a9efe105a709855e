import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Folders that hold nothing but what is generated. */
const FOLDERS = ["data/types", "types"];

/**
 * The files below a folder that are not as generated, and files that nothing generates any more.
 */
export async function staleFiles(
  root: string,
  wanted: ReadonlyMap<string, string>,
): Promise<string[]> {
  const found: string[] = [];
  for (const [file, text] of wanted) {
    const path = join(root, file);
    if (!existsSync(path) || (await readFile(path, "utf8")) !== text) found.push(file);
  }
  for (const folder of FOLDERS.filter((name) => existsSync(join(root, name)))) {
    const present = (await readdir(join(root, folder))).map((name) => `${folder}/${name}`);
    found.push(...present.filter((file) => !wanted.has(file)));
  }
  return found.sort();
}

/** Writes or removes stale files. */
export async function renew(
  root: string,
  stale: readonly string[],
  wanted: ReadonlyMap<string, string>,
): Promise<void> {
  for (const file of stale) {
    const text = wanted.get(file);
    if (text === undefined) await rm(join(root, file));
    else {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
  }
}
