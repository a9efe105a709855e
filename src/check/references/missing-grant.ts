import { quote } from "../../kubernetes/text.ts";
import { inventory } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { once, type World } from "../world.ts";
import { GATEWAY_API } from "./from-routes.ts";
import { Place } from "./place.ts";
import type { Reference } from "./reference.ts";
import { references } from "./references.ts";

const objects = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: envoy
  listeners: [{ name: http, port: 80, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: edge }
spec:
  parentRefs: [{ name: public }]
  rules: [{ backendRefs: [{ name: web, namespace: shop, port: 80 }] }]
`;

export const missingGrant: Rule = {
  id: "missing-grant",
  layer: "references",
  severity: "warning",
  title: "a reference into another namespace that no ReferenceGrant allows",
  why: "the Gateway does not follow it (RefNotPermitted): requests are answered 500, a listener has no certificate",
  fix: "add a ReferenceGrant in the other namespace",
  bad: objects,
  good: `${objects}---
apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: { name: edge, namespace: shop }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]
  to: [{ group: "", kind: Service }]
`,
  find: (world: World) =>
    references(world)
      .filter((reference) => isUngranted(world, reference))
      .map(foundOf),
};

/** Of objects in the input: with them would be what allows it. */
function isUngranted(world: World, { from, target }: Reference): boolean {
  if (from.group !== GATEWAY_API || (target.kind !== "Service" && target.kind !== "Secret"))
    return false;
  if (!from.namespace || !target.namespace || from.namespace === target.namespace) return false;
  if (inventory(world).find(target)?.namespace !== target.namespace) return false;
  const grants = [target.namespace, undefined].flatMap((each) => granting(world).get(each) ?? []);
  return !grants.some((grant) => allows(grant, from, target));
}

const granting = once((world) =>
  Map.groupBy(inventory(world).of(GATEWAY_API, "ReferenceGrant"), ({ namespace }) => namespace),
);

function allows(
  grant: Parameters<typeof Place.of>[0],
  from: Reference["from"],
  target: Reference["target"],
): boolean {
  const spec = Place.of(grant).at("spec");
  return (
    spec
      .list("from")
      .some(
        (each) =>
          each.at("group").text === from.group &&
          each.at("kind").text === from.kind &&
          each.at("namespace").text === from.namespace,
      ) &&
    spec
      .list("to")
      .some(
        (each) =>
          (each.at("group").text ?? "") === target.group &&
          each.at("kind").text === target.kind &&
          (each.at("name").text ?? target.name) === target.name,
      )
  );
}

function foundOf({ from, target, path }: Reference): FoundInObject {
  return {
    subject: from.subject,
    steps: path.steps(),
    path: path.toString(),
    part: "value",
    message: `no ReferenceGrant in namespace ${target.namespace} lets a ${from.kind} of ${from.namespace} use the ${target.kind} ${quote(target.name)}`,
    fix: `add a ReferenceGrant in ${target.namespace}: from group ${from.group}, kind ${from.kind}, namespace ${from.namespace}; to kind ${target.kind}`,
  };
}
