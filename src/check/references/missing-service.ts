import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingService: Rule = {
  id: "missing-service",
  layer: "references",
  severity: "warning",
  title: "a Service that something sends to and nothing makes",
  why: "whoever calls it gets nothing: an Ingress or route answers 503, and what a webhook judges is refused",
  fix: "add the Service, mend its name, or say that it is elsewhere: --assume Service/NAMESPACE/NAME",
  bad: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules:
    - host: shop.example.com
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { name: http } } } }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules:
    - host: shop.example.com
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { name: http } } } }]
`,
  find: missingFound("missing-service", "warning"),
};
