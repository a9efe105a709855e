import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import type { Item } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { nginxIngresses } from "./ingress-nginx/ingresses.ts";
import { running } from "./running/running.ts";

/** @see https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/ */
export const retiredIngressNginx: Rule = {
  id: "retired-ingress-nginx",
  layer: "programs",
  severity: "info",
  title: "the ingress-nginx controller, which is retired",
  why: "its maintenance ended in March 2026: it goes on working, and no hole that is found in it from then on is mended",
  fix: "plan to move to a Gateway API implementation or to another controller",
  bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, annotations: { kubernetes.io/ingress.class: nginx, nginx.ingress.kubernetes.io/proxy-body-size: 8m } }
spec: { defaultBackend: { service: { name: web, port: { number: 80 } } } }
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
  ingressClassName: traefik
  defaultBackend: { service: { name: web, port: { number: 80 } } }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80 }] }
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: traefik }
spec: { controller: traefik.io/ingress-controller }
`,
  find: (world: World) => {
    const found = evidence(world);
    if (!found) return [];
    const { item, path, what } = found;
    const count = nginxIngresses(world).filter(({ isCertain }) => isCertain).length;
    const users =
      count === 0 ? "" : `; ${count === 1 ? "1 Ingress is" : `${count} Ingresses are`} its`;
    const finding: FoundInObject = foundAt(
      item,
      path,
      `${what} ingress-nginx, which is retired${users}`,
    );
    return [finding];
  },
};

interface Evidence {
  readonly item: Item<unknown>;
  readonly path: FieldPath;
  readonly what: string;
}

/** One is enough to say: the controller itself, or an Ingress that is for it. */
function evidence(world: World): Evidence | undefined {
  const controller = running(world).find(
    ({ image }) => image?.repository.endsWith("ingress-nginx/controller") ?? false,
  );
  if (controller) {
    const { workload, placed } = controller;
    return {
      item: workload.item,
      path: placed.path.field("image"),
      what: "this is the controller of",
    };
  }
  const user = nginxIngresses(world).find(
    ({ isCertain, annotations }) => isCertain && annotations.size > 0,
  );
  const [first] = user?.annotations.values() ?? [];
  return user && first && { item: user.item, path: first.path, what: "this annotation is one of" };
}
