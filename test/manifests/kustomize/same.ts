import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { AnyObject, KubernetesObject } from "../../../src/kubernetes/types/index.ts";
import type { Answer, Built } from "./program.ts";

/** Writes the files of a tree into a folder. */
export function writeTree(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** What kustomize built is what was rendered: each object once, nothing beside them, every field. */
export function assertSame(
  { objects, error }: Answer,
  rendered: readonly (KubernetesObject | AnyObject)[],
  place: string,
): void {
  assert.equal(error, undefined, place);
  const built = new Map(objects?.map((object) => [identityOf(object), object]));
  assert.equal(built.size, objects?.length, `${place}: an object is there twice`);
  const wanted = rendered.map((object) => written(object));
  assert.deepEqual([...built.keys()].sort(), wanted.map(identityOf).sort(), place);
  for (const object of wanted) {
    const identity = identityOf(object);
    assert.deepEqual(built.get(identity), object, `${place}: ${identity}`);
  }
}

/** As it stands in a file. Kustomize leaves annotations out that are empty, and they mean nothing. */
function written(object: KubernetesObject | AnyObject): Built {
  const { annotations, ...metadata } = JSON.parse(JSON.stringify(object.metadata));
  const some = Object.keys(annotations ?? {}).length > 0 && { annotations };
  return { ...JSON.parse(JSON.stringify(object)), metadata: { ...metadata, ...some } };
}

function identityOf({ apiVersion, kind, metadata }: Built): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? "-"}/${metadata.name}`;
}
