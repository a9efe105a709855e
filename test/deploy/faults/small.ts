import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyAll } from "../../control-plane/apply.ts";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import { clusterGivens } from "../../examples/cluster-givens.ts";

const source = join(import.meta.dirname, "small");

/** The file of the definition, which must be served before the custom resource can be applied. */
export const DEFINITION = "02-definition.yaml";

/**
 * Writes the small platform, 17 objects with one of every step of a deploy, for another namespace. All of
 * its names outside of that begin with the namespace or end with its domain.
 *
 * @param namespace also the group of its custom resource, as `NAMESPACE.example.com`
 * @returns the folder, `NAMESPACE` in the one that was given
 */
export function writeSmall(folder: string, namespace: string): string {
  const target = join(folder, namespace);
  mkdirSync(target, { recursive: true });
  cpSync(source, target, { recursive: true });
  for (const name of readdirSync(target)) {
    const path = join(target, name);
    writeFileSync(
      path,
      readFileSync(path, "utf8").replaceAll(/\bsmall(?=$|\.example)/gm, namespace),
    );
  }
  return target;
}

/** What the small platform takes for given: the classes `standard` (volumes) and `nginx` (Ingresses). */
export async function giveSmall(plane: ControlPlane): Promise<void> {
  await applyAll(
    plane,
    clusterGivens.filter(({ kind }) => kind === "StorageClass" || kind === "IngressClass"),
  );
}
