import type { KubeObject } from "../client/object.ts";
import { splitApiVersion } from "../kubernetes/versions.ts";

/** `GROUP/KIND` of the definitions among objects. */
export function definedKinds(objects: readonly KubeObject[]): ReadonlySet<string> {
  return new Set(objects.flatMap(kindDefinedBy));
}

/** Whether one of them brings the kind of an object. */
export function isDefinedBy(
  definitions: ReadonlySet<string>,
  { apiVersion, kind }: KubeObject,
): boolean {
  return definitions.has(`${splitApiVersion(apiVersion).group}/${kind}`);
}

function kindDefinedBy(object: KubeObject): string[] {
  if (object.kind !== "CustomResourceDefinition") return [];
  const { spec } = object as { spec?: { group?: string; names?: { kind?: string } } };
  return [`${spec?.group}/${spec?.names?.kind}`];
}
