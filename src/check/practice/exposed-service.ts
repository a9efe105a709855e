import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import type { BuiltIn } from "../objects/kinds.ts";
import type { Rule } from "../rule.ts";

export const exposedService: Rule = {
  id: "exposed-service",
  layer: "practice",
  severity: "info",
  title: "Services that are open to what is outside the cluster",
  why: "whoever reaches the load balancer or a node reaches the program, past what an Ingress or Gateway checks. It matters where that is not meant, as for a database",
  fix: "use type ClusterIP behind an Ingress or Gateway; for a load balancer name who may come in loadBalancerSourceRanges",
  bad: `apiVersion: v1
kind: Service
metadata: { name: database }
spec:
  type: LoadBalancer
  ports: [{ port: 5432 }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: database }
spec:
  type: LoadBalancer
  loadBalancerSourceRanges: [192.0.2.0/24]
  ports: [{ port: 5432 }]
`,
  find: (world) =>
    inventory(world)
      .all("Service")
      .flatMap((item) => {
        const how = opening(item);
        const isDoor = IS_DOOR.test(item.name) && !IS_STORE.test(item.name);
        if (how === undefined || isDoor) return [];
        return [
          foundAt(
            item,
            FieldPath.root.field("spec", how.field),
            `the Service ${item.name} ${how.what}`,
          ),
        ];
      }),
};

/** What others stand behind is to be open. */
const IS_DOOR = /ingress|gateway|traefik|haproxy|kong|contour|envoy/;

/** A proxy in front of a store leads into the store alone. */
const IS_STORE =
  /redis|valkey|memcached|postgres|pgsql|mysql|mariadb|mongo|etcd|rabbitmq|kafka|elasticsearch|opensearch|cassandra/;

/** Annotations by which clouds keep a load balancer inside; `true`, `Internal`, or a scheme. */
const INTERNAL = /internal|scheme|subnet|vpc|private/i;

function opening({
  object,
}: Item<BuiltIn["Service"]>): { readonly what: string; readonly field: string } | undefined {
  const {
    type,
    loadBalancerSourceRanges = [],
    loadBalancerClass,
    externalIPs = [],
  } = object.spec ?? {};
  if (type === "NodePort") return { what: "has a port on every node", field: "type" };
  if (externalIPs.length > 0)
    return { what: "takes traffic of external addresses", field: "externalIPs" };
  if (type !== "LoadBalancer" || loadBalancerSourceRanges.length > 0) return undefined;
  const annotations = Object.keys(object.metadata?.annotations ?? {});
  if (loadBalancerClass !== undefined || annotations.some((key) => INTERNAL.test(key)))
    return undefined;
  return { what: "has a load balancer that lets everyone in", field: "type" };
}
