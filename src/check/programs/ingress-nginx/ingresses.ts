import type { Ingress } from "../../../kubernetes/types/networking.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";

export const PREFIX = "nginx.ingress.kubernetes.io/";
const CONTROLLER = "k8s.io/ingress-nginx";
const ANNOTATIONS = FieldPath.root.field("metadata", "annotations");

/** An Ingress that ingress-nginx may serve. */
export interface NginxIngress {
  readonly item: Item<Decoded<Ingress>>;
  /** Its annotations of ingress-nginx, without the prefix. */
  readonly annotations: ReadonlyMap<string, { readonly value: string; readonly path: FieldPath }>;
  /** Whether anything says that it is ingress-nginx that serves it. */
  readonly isCertain: boolean;
}

/** The annotations of an object, each with its place. */
export function annotationsOf(
  object: unknown,
): readonly { readonly key: string; readonly value: string; readonly path: FieldPath }[] {
  const { metadata } = object as { metadata?: { annotations?: Readonly<Record<string, unknown>> } };
  return Object.entries(metadata?.annotations ?? {}).flatMap(([key, value]) =>
    typeof value === "string" ? [{ key, value, path: ANNOTATIONS.key(key) }] : [],
  );
}

/** Every Ingress, but those that another controller's class has. */
export const nginxIngresses = once((world: World): readonly NginxIngress[] =>
  inventory(world)
    .all("Ingress")
    .flatMap((item) => {
      const all = annotationsOf(item.object);
      const written = all.find(({ key }) => key === "kubernetes.io/ingress.class")?.value;
      const name = item.object.spec?.ingressClassName ?? written;
      const controller = name === undefined ? undefined : controllerOf(world, name);
      if (controller !== undefined && controller !== CONTROLLER) return [];
      const own = all.filter(({ key }) => key.startsWith(PREFIX));
      const annotations = new Map(own.map((each) => [each.key.slice(PREFIX.length), each]));
      const isNamed = name !== undefined && /(?:^|-)nginx(?:-|$)/.test(name);
      return [{ item, annotations, isCertain: controller === CONTROLLER || isNamed }];
    }),
);

/** What serves a class: of those that are not in the world, the names that other controllers have. */
function controllerOf(world: World, name: string): string | undefined {
  const found = inventory(world).get("IngressClass", "", name);
  if (found) return found.object.spec?.controller;
  return OTHERS.test(name) ? name : undefined;
}

const OTHERS =
  /alb|traefik|haproxy|kong|istio|gce|apisix|contour|azure|cilium|openshift|higress|mse|envoy|caddy|tailscale|voyager|ambassador|application-gateway/i;
