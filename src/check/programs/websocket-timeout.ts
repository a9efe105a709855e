import { isFields } from "../../kubernetes/fields.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { nginxIngresses, PREFIX } from "./ingress-nginx/ingresses.ts";
import { openPaths } from "./websocket/paths.ts";

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/miscellaneous/#websockets */
export const websocketTimeout: Rule = {
  id: "websocket-timeout",
  layer: "programs",
  severity: "warning",
  title: "WebSockets through ingress-nginx without a time-out of their own",
  why: "nginx closes a connection on which nothing was said for 60 seconds: clients lose it and come back all day, unless both ends talk more often than that",
  fix: 'set nginx.ingress.kubernetes.io/proxy-read-timeout and proxy-send-timeout, such as "3600"',
  bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: chat
  annotations: { nginx.ingress.kubernetes.io/proxy-body-size: 1m }
spec:
  rules:
    - host: chat.example.org
      http: { paths: [{ path: /ws, pathType: Prefix, backend: { service: { name: chat, port: { number: 80 } } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: chat }
spec: { ports: [{ port: 80 }] }
`,
  good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: chat
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 1m
    nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"
    nginx.ingress.kubernetes.io/proxy-send-timeout: "3600"
spec:
  rules:
    - host: chat.example.org
      http: { paths: [{ path: /ws, pathType: Prefix, backend: { service: { name: chat, port: { number: 80 } } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: chat }
spec: { ports: [{ port: 80 }] }
`,
  find: (world: World) => {
    if (setsItForAll(world)) return [];
    return nginxIngresses(world).flatMap(({ item, annotations, isCertain }): FoundInObject[] => {
      if (!isCertain && annotations.size === 0) return [];
      const timeout = annotations.get("proxy-read-timeout");
      if (timeout && !(Number(timeout.value) <= DEFAULT)) return [];
      if (annotations.has("configuration-snippet") || annotations.has("server-snippet")) return [];
      const [open] = openPaths(world).filter(
        // Socket.IO and SockJS talk every 25 seconds by themselves.
        (each) => each.item === item && !/socket\.io|sockjs/.test(each.path),
      );
      if (!open) return [];
      const cause = timeout
        ? `${PREFIX}proxy-read-timeout is ${timeout.value} seconds`
        : `there is no ${PREFIX}proxy-read-timeout`;
      const message = `${open.path} is for WebSockets, and ${cause}`;
      return [foundAt(item, timeout?.path ?? open.place, message)];
    });
  },
};

/** Seconds. */
const DEFAULT = 60;

/** The controller's own ConfigMap may set it for every Ingress. */
function setsItForAll(world: World): boolean {
  return inventory(world)
    .all("ConfigMap")
    .some(
      ({ object }) => isFields(object.data) && Object.hasOwn(object.data, "proxy-read-timeout"),
    );
}
