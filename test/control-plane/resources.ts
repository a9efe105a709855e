import type { ControlPlane } from "./control-plane.ts";

/** An object of the API, as far as these files look into it. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string };
}

interface Kind {
  readonly name: string;
  readonly namespaced: boolean;
  readonly kind: string;
}

/** `apps/v1 Deployment shop/web`, to name an object to a person. */
export function describe({ apiVersion, kind, metadata }: Resource): string {
  const where = metadata.namespace === undefined ? "" : `${metadata.namespace}/`;
  return `${apiVersion} ${kind} ${where}${metadata.name}`;
}

/** The path of an object at the API server; undefined when the server does not serve its kind. */
export async function pathOf(plane: ControlPlane, object: Resource): Promise<string | undefined> {
  const found = await kindOf(plane, object.apiVersion, object.kind);
  if (!found) return undefined;
  const { name, namespace } = object.metadata;
  const within = found.namespaced ? `/namespaces/${namespace ?? "default"}` : "";
  return `${groupPath(object.apiVersion)}${within}/${found.name}/${name}`;
}

/** What the server says of a kind: the name of its resource and whether it lies in namespaces. */
export async function kindOf(
  plane: ControlPlane,
  apiVersion: string,
  kind: string,
): Promise<Kind | undefined> {
  const known = kinds.get(plane) ?? new Map<string, Promise<readonly Kind[]>>();
  kinds.set(plane, known);
  const listed = known.get(apiVersion) ?? listKinds(plane, apiVersion);
  known.set(apiVersion, listed);
  const found = (await listed).find((entry) => entry.kind === kind && !entry.name.includes("/"));
  if (!found) known.delete(apiVersion); // a definition applied later may bring it
  return found;
}

const kinds = new WeakMap<ControlPlane, Map<string, Promise<readonly Kind[]>>>();

async function listKinds(plane: ControlPlane, apiVersion: string): Promise<readonly Kind[]> {
  const { status, body } = await plane.request("GET", groupPath(apiVersion));
  return status === 200 ? (body as { resources: Kind[] }).resources : [];
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
