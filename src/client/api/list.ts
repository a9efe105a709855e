import { isFields } from "../../kubernetes/fields.ts";
import type { Listed, Query, ServedKind } from "../cluster.ts";
import { ApiError } from "../errors.ts";
import type { Api } from "../http/api.ts";
import type { KubeObject } from "../object.ts";
import type { Discovery } from "./discovery.ts";
import { itemIn } from "./objects.ts";
import { kindPath, withQuery } from "./paths.ts";

/** Objects of one page. */
const PAGE = 500;

/** So often a list is begun anew whose pages the server has forgotten meanwhile; then it is asked for in one piece. */
const AGAIN = 2;

/** All objects that a query means, page by page; none where the kind is no longer served. */
export async function listAll(
  api: Api,
  discovery: Discovery,
  served: ServedKind,
  query: Query,
  signal?: AbortSignal,
): Promise<Listed> {
  for (let times = 0; ; times++) {
    try {
      return await listOnce(api, served, query, times < AGAIN ? PAGE : undefined, signal);
    } catch (error) {
      const status = error instanceof ApiError ? error.status : undefined;
      if (status === 404) {
        discovery.forget(served);
        return { items: [], resourceVersion: "" };
      }
      if (status !== 410 || times > AGAIN) throw error;
    }
  }
}

async function listOnce(
  api: Api,
  served: ServedKind,
  { namespace, labels, fields }: Query,
  limit: number | undefined,
  signal?: AbortSignal,
): Promise<Listed> {
  const items: KubeObject[] = [];
  let next: string | undefined;
  for (;;) {
    const parameters = { labelSelector: labels, fieldSelector: fields, limit, continue: next };
    const path = withQuery(kindPath(served, namespace), parameters);
    const what = listing(served, namespace);
    const call = { method: "GET", path, what, hasVersion: next !== undefined } as const;
    const { value } = await api.json(call, signal);
    const { items: page, metadata } = isFields(value) ? value : {};
    if (Array.isArray(page))
      for (const item of page) items.push(itemIn(item, served.apiVersion, served.kind));
    const { continue: more, resourceVersion } = isFields(metadata) ? metadata : {};
    if (typeof more !== "string" || more === "")
      return { items, resourceVersion: typeof resourceVersion === "string" ? resourceVersion : "" };
    next = more;
  }
}

export function listing({ plural }: ServedKind, namespace: string | undefined): string {
  return namespace === undefined ? `list ${plural}` : `list ${plural} in ${namespace}`;
}
