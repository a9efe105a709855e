import type { KubeObject } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";

type MadeBy = (object: KubeObject) => readonly string[];

/** The names of the Secrets that controllers make of an object. */
const MAKERS: ReadonlyMap<string, MadeBy> = new Map<string, MadeBy>([
  ["Certificate", (object) => texts(valueAt(object, ["spec", "secretName"]))],
  [
    "Cluster",
    ({ metadata }) =>
      ["app", "superuser", "ca", "server", "replication"].map((end) => `${metadata.name}-${end}`),
  ],
  ["ExternalSecret", (object) => named(object, ["spec", "target", "name"])],
  ["SealedSecret", (object) => named(object, ["spec", "template", "metadata", "name"])],
]);

function named(object: KubeObject, path: readonly string[]): readonly string[] {
  const [name = object.metadata.name] = texts(valueAt(object, path));
  return [name];
}

function texts(value: unknown): readonly string[] {
  return typeof value === "string" ? [value] : [];
}

/** Kinds of which controllers make Secrets. */
export const MAKER_KINDS: readonly string[] = [...MAKERS.keys()];

/** The names of the Secrets that controllers make of an object, in its namespace. */
export function madeSecrets(object: KubeObject): readonly string[] {
  return MAKERS.get(object.kind)?.(object) ?? [];
}
