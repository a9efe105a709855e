import { type AnyComponent, sortOf } from "../component.ts";
import type { Host } from "../host.ts";
import type { IngressOptions } from "../ingress.ts";
import { targetOf } from "../site.ts";
import type { Selection } from "./selection.ts";

/** The ingresses of an environment, with their options as they are there. */
function ingressesOf({ components, options }: Selection): IngressOptions[] {
  return components
    .filter((component) => sortOf(component) === "ingress")
    .map((component) => options(component) as IngressOptions);
}

/** Whether a host is answered without TLS: by an ingress, but by none that has a certificate. */
export function isPlainHost(selection: Selection, host: Host): boolean {
  const serving = ingressesOf(selection).filter(({ routes }) =>
    routes.some((route) => route.host.sub === host.sub),
  );
  return serving.length > 0 && serving.every(({ tls }) => tls === undefined);
}

/** Whether the outside reaches a component without TLS only. */
export function isReachedPlain(selection: Selection, component: AnyComponent): boolean {
  const routes = ingressesOf(selection).flatMap(({ routes }) => routes);
  const hosts = routes
    .filter(({ paths }) =>
      Object.values(paths).some((target) => targetOf(target).component === component),
    )
    .map(({ host }) => host);
  return hosts.length > 0 && hosts.every((host) => isPlainHost(selection, host));
}
