import type { Ingress } from "../../kubernetes/types/networking.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { once, type World } from "../world.ts";

/** @see https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types */
export const starInPath: Rule = {
  id: "star-in-path",
  layer: "programs",
  severity: "warning",
  title: "a path of an Ingress with a * in it",
  why: "in a path of type Prefix or Exact the * is a letter like any other: what is meant matches nothing, and goes to another backend or is answered 404; some controllers refuse the Ingress",
  fix: "leave the * out: the prefix /api matches /api/… too",
  bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules:
    - host: shop.example.org
      http: { paths: [{ path: /api/*, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80 }] }
`,
  good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules:
    - host: shop.example.org
      http: { paths: [{ path: /api, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80 }] }
`,
  find: (world: World) =>
    inventory(world)
      .all("Ingress")
      .flatMap((item) =>
        (item.object.spec?.rules ?? []).flatMap(({ host = "", http }, rule) =>
          (http?.paths ?? []).flatMap(({ path = "", pathType = "" }, index): FoundInObject[] => {
            if (!path.includes("*") || !LITERAL.has(pathType) || isPattern(world, item, host))
              return [];
            const at = RULES.index(rule).field("http", "paths").index(index).field("path");
            const fix = `path: ${path.replace(/\/?\*+$/, "") || "/"}`;
            const message = `the path ${path} is of the type ${pathType}, which knows no *`;
            return [foundAt(item, at, message, /\*$/.test(path) ? fix : undefined)];
          }),
        ),
      ),
};

const RULES = FieldPath.root.field("spec", "rules");
/** What other types mean is the controller's own affair. */
const LITERAL: ReadonlySet<string> = new Set(["Prefix", "Exact"]);

/** Annotations by which controllers take the paths for patterns; ingress-nginx does so for all paths of the host. */
const PATTERNS = /\/(?:use-regex|rewrite-target|path-type|router\.rule-syntax)$/;

const hostsOfPatterns = once(
  (world): ReadonlySet<string> =>
    new Set(
      inventory(world)
        .all("Ingress")
        .filter(takesPatterns)
        .flatMap(({ object }) => (object.spec?.rules ?? []).map(({ host = "" }) => host)),
    ),
);

function isPattern(world: World, item: Item<Decoded<Ingress>>, host: string): boolean {
  return takesPatterns(item) || hostsOfPatterns(world).has(host);
}

function takesPatterns({ object }: Item<Decoded<Ingress>>): boolean {
  return Object.keys(object.metadata?.annotations ?? {}).some((key) => PATTERNS.test(key));
}
