import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import { references } from "../references/references.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { isHost, isIp } from "./addresses/hosts.ts";

/**
 * What a CNAME leads to is a whole name: nobody appends search domains to it.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#externalname
 */
export const unresolvableExternalName: Rule = {
  id: "unresolvable-external-name",
  layer: "graphs",
  severity: "warning",
  title: "an ExternalName that DNS cannot follow",
  why: "the Service becomes an alias for exactly this name: digits are not taken for an address, and a short name is not completed, so that nothing is found",
  fix: "write the whole name, such as NAME.NAMESPACE.svc.cluster.local; for an address, make a Service without a selector and an EndpointSlice",
  bad: `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { type: ExternalName, externalName: 10.0.0.5 }
---
apiVersion: v1
kind: Service
metadata: { name: cache }
spec: { type: ExternalName, externalName: redis.shared.svc }
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { type: ExternalName, externalName: db.example.com }
---
apiVersion: v1
kind: Service
metadata: { name: cache }
spec: { type: ExternalName, externalName: redis.shared.svc.cluster.local }
`,
  find: (world: World) => {
    const proxied = proxiedNames(world);
    return inventory(world)
      .all("Service")
      .flatMap((service): FoundInObject[] => {
        const { type, externalName: written = "" } = service.object.spec ?? {};
        const name = written.replace(/\.$/, "");
        // Ingress controllers look it up themselves, and know addresses and short names.
        if (type !== "ExternalName" || !isHost(name) || proxied.has(service.name)) return [];
        if (isWrittenLater(service.object.metadata?.annotations, name)) return [];
        const why = isIp(name)
          ? "is an address, and is looked up as a name"
          : /\.svc$/.test(name)
            ? "is not the whole name of a Service: the domain of the cluster is missing"
            : name.includes(".")
              ? undefined
              : "is a single word, which is not completed";
        if (why === undefined) return [];
        const path = FieldPath.root.field("spec", "externalName");
        const fix = /\.svc$/.test(name) ? `write ${name}.cluster.local` : undefined;
        return [foundAt(service, path, `${written} ${why}`, fix)];
      });
  },
};

/**
 * Whether an operator writes the name, and this one only holds its place.
 *
 * @see https://tailscale.com/kb/1438/kubernetes-operator-cluster-egress
 */
function isWrittenLater(
  annotations: Readonly<Record<string, unknown>> = {},
  name: string,
): boolean {
  const others = Object.keys(annotations).filter((key) => !KUBERNETES.test(key));
  if (others.some((key) => TAILSCALE.test(key))) return true;
  return PLACE_HOLDER.test(name) && others.some((key) => key.includes("/"));
}

const TAILSCALE = /^tailscale\.com\/(?:ts-)?tailnet-/;
const KUBERNETES = /^(?:[\w.-]+\.)?(?:kubernetes|k8s)\.io\//;
const PLACE_HOLDER = /^(?:placeholder|unused|dummy|any|none|overwritten|managed)$/i;

/** The names of Services to which an Ingress or a route leads. */
function proxiedNames(world: World): ReadonlySet<string> {
  return new Set(
    references(world)
      .filter(({ target }) => target.kind === "Service")
      .map(({ target }) => target.name),
  );
}
