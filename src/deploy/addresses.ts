import { ApiError, ConnectionError } from "../client/errors.ts";
import { type KubeObject, refOf } from "../client/object.ts";
import { fieldsIn, valueAt } from "../kubernetes/fields.ts";
import { splitApiVersion } from "../kubernetes/versions.ts";
import type { Context } from "./run/context.ts";

/** Where the controllers that give addresses write them. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  "/Service": ["status", "loadBalancer", "ingress"],
  "networking.k8s.io/Ingress": ["status", "loadBalancer", "ingress"],
  "gateway.networking.k8s.io/Gateway": ["status", "addresses"],
};

/**
 * The addresses at which an object is reached from outside: of a load balancer, an Ingress, a Gateway.
 * Empty as long as nobody gave it any; undefined for what gets none.
 */
export function addressesOf(object: KubeObject): readonly string[] | undefined {
  const kind = `${splitApiVersion(object.apiVersion).group}/${object.kind}`;
  const place = PLACES[kind];
  if (!place) return undefined;
  if (kind === "/Service" && valueAt(object, ["spec", "type"]) !== "LoadBalancer") return undefined;
  return fieldsIn(valueAt(object, place)).flatMap(({ hostname, ip, value }) => {
    const address = hostname ?? ip ?? value;
    return typeof address === "string" ? address : [];
  });
}

/**
 * Tells the addresses of what has some. Those that had none when they were seen last are looked at once
 * more; a look that fails is none.
 *
 * @param objects as they were seen last
 */
export async function tellAddresses(
  { cluster, tell, signal }: Pick<Context, "cluster" | "tell" | "signal">,
  objects: readonly KubeObject[],
): Promise<void> {
  for (const object of objects) {
    const seen = addressesOf(object);
    if (!seen) continue;
    const now = seen.length > 0 ? object : await cluster.get(refOf(object), signal).catch(ignored);
    tell({ type: "address", ref: refOf(object), addresses: (now && addressesOf(now)) ?? [] });
  }
}

function ignored(problem: unknown): undefined {
  if (!(problem instanceof ApiError || problem instanceof ConnectionError)) throw problem;
  return undefined;
}
