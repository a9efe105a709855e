import { closest } from "../../closest.ts";
import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { annotations as known, removed } from "./ingress-nginx/annotations.ts";
import { nginxIngresses, PREFIX } from "./ingress-nginx/ingresses.ts";

export const unknownIngressAnnotation: Rule = {
  id: "unknown-ingress-annotation",
  layer: "programs",
  severity: "warning",
  title: "an annotation that ingress-nginx does not have",
  why: "the controller passes over it without a word: what it was to set stays as it is by default",
  fix: "correct the name; what the controller's ConfigMap has is not always an annotation",
  bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations: { nginx.ingress.kubernetes.io/proxy-body-limit: 20m }
spec:
  rules: [{ host: shop.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80 }] }
`,
  good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations: { nginx.ingress.kubernetes.io/proxy-body-size: 20m }
spec:
  rules: [{ host: shop.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80 }] }
`,
  find: (world: World) =>
    nginxIngresses(world).flatMap(({ item, annotations }): FoundInObject[] =>
      [...annotations].flatMap(([name, { path }]) => {
        if (Object.hasOwn(known, name)) return [];
        const instead = Object.hasOwn(removed, name) ? removed[name] : undefined;
        if (instead !== undefined) {
          const message = `ingress-nginx has the annotation ${PREFIX}${name} no more`;
          return [{ ...foundAt(item, path, message, `in its place: ${instead}`), part: "key" }];
        }
        const near = closest(name, Object.keys(known));
        const message = `ingress-nginx has no annotation ${PREFIX}${name}`;
        const fix = near === undefined ? undefined : `did you mean ${PREFIX}${near}?`;
        return [{ ...foundAt(item, path, message, fix), part: "key" }];
      }),
    ),
};
