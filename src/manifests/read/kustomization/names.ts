import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

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

/** The path in an entry of a generator, which may stand behind a key: `key=path`. */
export function pathIn(entry: string): string {
  return entry.replace(/^[^=/]*=/, "");
}
