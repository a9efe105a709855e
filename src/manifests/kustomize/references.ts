import { type Fields, groupOf, isFields, type Manifest } from "./fields.ts";
import { followed, type Selection } from "./followed.ts";

export function isSelected(manifest: Manifest, { kind, group, version }: Selection): boolean {
  if (manifest.kind !== kind) return false;
  const own = manifest.apiVersion.split("/").at(-1);
  return (group ?? groupOf(manifest)) === groupOf(manifest) && (version ?? own) === own;
}

/** Changes the names in an object that kustomize follows; each with all that it may name. */
export function mapReferences(
  manifest: Manifest,
  change: (name: string, to: readonly Selection[], path: string) => string,
): Manifest {
  const own = followed.filter(({ from }) => isSelected(manifest, from));
  const byPath = Map.groupBy(own, ({ path }) => path.join(" "));
  let result: unknown = manifest;
  for (const [path, same] of byPath) {
    const to = same.map((reference) => reference.to);
    result = changedAt(result, path.split(" "), (name) => change(name, to, path));
  }
  return result as Manifest;
}

function changedAt(
  value: unknown,
  path: readonly string[],
  change: (name: string) => string,
): unknown {
  if (Array.isArray(value)) return value.map((item) => changedAt(item, path, change));
  const [field, ...rest] = path;
  if (field === undefined) return typeof value === "string" ? change(value) : value;
  if (!isFields(value) || !(field in value)) return value;
  const inner = changedAt(value[field], rest, change);
  return inner === value[field] ? value : ({ ...value, [field]: inner } as Fields);
}

/** The names in an object that kustomize follows. */
export function referencesIn(manifest: Manifest): string[] {
  const found: string[] = [];
  mapReferences(manifest, (name) => {
    found.push(name);
    return name;
  });
  return found;
}

/** Whether kustomize follows the names of objects of a kind. */
export function isFollowed(manifest: Manifest): boolean {
  return followed.some(({ to }) => isSelected(manifest, to));
}

/** What kustomize tells an object by, but for its version. */
export function identityOf(manifest: Manifest, name = manifest.metadata.name): string {
  const { namespace = "default" } = manifest.metadata;
  return [groupOf(manifest), manifest.kind, namespace, name].join("/");
}
