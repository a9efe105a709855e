import type { ServedKind } from "../cluster.ts";

/** Parameters of a query; what is undefined is left out. */
export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

/** `/api/v1` or `/apis/GROUP/VERSION`. */
export function versionPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Where the objects of a kind are, in one namespace or in all. */
export function kindPath({ apiVersion, plural, namespaced }: ServedKind, namespace?: string) {
  const within = namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${versionPath(apiVersion)}${within}/${plural}`;
}

export function withQuery(path: string, parameters: Parameters): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  if (given.length === 0) return path;
  return `${path}?${given.map(([name, value]) => `${name}=${encodeURIComponent(value!)}`).join("&")}`;
}
