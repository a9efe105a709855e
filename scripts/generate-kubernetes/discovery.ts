import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OpenApi } from "./openapi.ts";
import type { KindShape } from "./shape.ts";

interface Resource {
  name: string;
  singularName: string;
  namespaced: boolean;
  kind: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
}

/** Every kind that the server of one minor can serve as a resource, from `api/discovery`. */
export async function readDiscovery(folder: string, openApi: OpenApi): Promise<KindShape[]> {
  const kinds: KindShape[] = [];
  const files = join(folder, "api/discovery");
  for (const file of (await readdir(files)).sort()) {
    if (file === "aggregated_v2.json") continue;
    const list = JSON.parse(await readFile(join(files, file), "utf8"));
    if (list.kind !== "APIResourceList") continue;
    const [version, group = ""] = list.groupVersion.split("/").reverse() as [string, string?];
    const resources: Resource[] = list.resources;
    for (const resource of resources) {
      const described = openApi.kinds.get(`${group}/${version}/${resource.kind}`);
      if (resource.name.includes("/") || !described) continue;
      const prefix = `${resource.name}/`;
      kinds.push({
        group,
        version,
        kind: resource.kind,
        plural: resource.name,
        singular: resource.singularName,
        shortNames: resource.shortNames ?? [],
        categories: resource.categories ?? [],
        namespaced: resource.namespaced,
        verbs: resource.verbs,
        subresources: resources
          .filter(({ name }) => name.startsWith(prefix))
          .map(({ name }) => name.slice(prefix.length)),
        ...described,
      });
    }
  }
  return kinds;
}
