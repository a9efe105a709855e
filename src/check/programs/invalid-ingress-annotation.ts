import { quote } from "../../kubernetes/text.ts";
import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { valueProblem } from "./ingress-nginx/annotations.ts";
import { nginxIngresses, PREFIX } from "./ingress-nginx/ingresses.ts";

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
export const invalidIngressAnnotation: Rule = {
  id: "invalid-ingress-annotation",
  layer: "programs",
  severity: "error",
  title: "a value that ingress-nginx cannot read",
  why: "the controller writes a line into its log and goes on with its default, or leaves out the whole Ingress (1.12 and later refuse what they cannot read)",
  fix: "write a value of the form that the annotation has",
  bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations: { nginx.ingress.kubernetes.io/proxy-read-timeout: 3600s }
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
  annotations: { nginx.ingress.kubernetes.io/proxy-read-timeout: "3600" }
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
      [...annotations].flatMap(([name, { value, path }]) => {
        const problem = valueProblem(name, value);
        if (problem === undefined) return [];
        const message = `ingress-nginx does not take ${quote(value)} for ${PREFIX}${name}`;
        return [foundAt(item, path, message, `write ${problem}`)];
      }),
    ),
};
