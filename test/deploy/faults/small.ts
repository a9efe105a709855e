import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyAll } from "../../control-plane/apply.ts";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import { clusterGivens } from "../../examples/cluster-givens.ts";

const source = join(import.meta.dirname, "small");

/** The file of the definition, which must be served before the custom resource can be applied. */
export const DEFINITION = "02-definition.yaml";

/** The file of its namespace. */
export const NAMESPACE = "01-namespace.yaml";

/**
 * `first`: the small platform as its files say. `second`: another image and configuration, another
 * migration, and neither its Role nor its CronJob any more.
 */
export type Version = "first" | "second";

const GIVEN_UP = ["04-role.yaml", "12-cleaning.yaml"];

/**
 * Writes the small platform, 17 objects with one of every step of a deploy, for another namespace. All of
 * its names outside of that begin with the namespace or end with its domain.
 *
 * @param namespace also the group of its custom resource, as `NAMESPACE.example.com`
 * @returns the folder, `NAMESPACE-VERSION` in the one that was given
 */
export function writeSmall(folder: string, namespace: string, version: Version = "first"): string {
  const target = join(folder, `${namespace}-${version}`);
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(source)) {
    if (version === "second" && GIVEN_UP.includes(name)) continue;
    const text = readFileSync(join(source, name), "utf8");
    const own = text.replaceAll(/\bsmall(?=$|\.example)/gm, namespace);
    writeFileSync(join(target, name), version === "first" ? own : secondOf(own));
  }
  return target;
}

/** The files of a platform that was written, in their order. */
export function pathsIn(target: string): string[] {
  const names = readdirSync(target).sort();
  return names.map((name) => join(target, name));
}

function secondOf(text: string): string {
  return text
    .replaceAll("registry.example.com/web:1.0", "registry.example.com/web:2.0")
    .replaceAll("migrate-1c7b0a", "migrate-2d8c1b")
    .replaceAll("level: info", "level: debug");
}

/** What the small platform takes for given: the classes `standard` (volumes) and `nginx` (Ingresses). */
export async function giveSmall(plane: ControlPlane): Promise<void> {
  await applyAll(
    plane,
    clusterGivens.filter(({ kind }) => kind === "StorageClass" || kind === "IngressClass"),
  );
}
