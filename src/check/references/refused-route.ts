import type { Rule } from "../rule.ts";
import { refusedRoutes } from "./gateways.ts";

const service = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
`;

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: envoy
  listeners:
    - name: http
      port: 80
      protocol: HTTP
`;

const route = `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`;

export const refusedRoute: Rule = {
  id: "refused-route",
  layer: "references",
  severity: "error",
  title: "a route that no listener of its Gateway takes",
  why: "the Gateway does not attach the route: its hosts are answered 404, or not at all",
  fix: "let the route ask for what a listener has, or a listener take it",
  bad: `${gateway}${route}---
${service}`,
  good: `${gateway}      allowedRoutes: { namespaces: { from: All } }
${route}---
${service}`,
  find: refusedRoutes,
};
