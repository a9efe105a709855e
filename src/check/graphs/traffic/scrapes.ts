import { isFields } from "../../../kubernetes/fields.ts";
import type { LabelSelector } from "../../../kubernetes/selectors.ts";
import { type Selector, selects } from "../../../kubernetes/selectors.ts";
import type { Service } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { indexOfPods, readSelector } from "../selectors/index-of-pods.ts";
import { isJob } from "../selectors/pods.ts";
import type { Need } from "./needs.ts";
import { policies } from "./policies.ts";
import { type Arrival, arrivals } from "./service-ports.ts";
import { prometheus } from "./strangers.ts";

const GROUP = "monitoring.coreos.com";

/** What Prometheus is told to ask, by ServiceMonitors and PodMonitors. */
export const scrapes = once((world): readonly Need[] => {
  if (policies(world).length === 0) return [];
  const objects = inventory(world);
  return [
    ...objects.of(GROUP, "ServiceMonitor").flatMap((item) => ofServices(world, item)),
    ...objects.of(GROUP, "PodMonitor").flatMap((item) => ofPods(world, item)),
  ];
});

function ofServices(world: World, item: Item): Need[] {
  const { spec } = item.object;
  const selector = isFields(spec) ? readSelector(spec.selector as LabelSelector) : undefined;
  if (!isFields(spec) || !selector) return [];
  const services = namespacesOf(item).flatMap((namespace) =>
    candidates(world, namespace, selector).filter(({ object }) =>
      selects(selector, (object.metadata?.labels ?? {}) as Readonly<Record<string, string>>),
    ),
  );
  return endpoints(spec.endpoints).flatMap(({ port }, index) =>
    typeof port === "string"
      ? services.flatMap((service) =>
          arrivals(world, service, port).map((arrival) =>
            need(item, "endpoints", index, `${service.name} ${port}`, arrival),
          ),
        )
      : [],
  );
}

const servicesIn = once((world) =>
  Map.groupBy(inventory(world).all("Service"), ({ namespace }) => namespace),
);

/** By namespace and one of their labels. */
const servicesWith = once((world) => {
  const found = new Map<string, Item<Decoded<Service>>[]>();
  for (const service of inventory(world).all("Service"))
    for (const [key, value = ""] of Object.entries(service.object.metadata?.labels ?? {})) {
      const place = placeOf(service.namespace, key, value);
      const known = found.get(place);
      if (known) known.push(service);
      else found.set(place, [service]);
    }
  return found;
});

function placeOf(namespace: string | undefined, key: string, value: string): string {
  return JSON.stringify([namespace, key, value]);
}

/** The Services of a namespace that a selector may match: it is not held against all of them. */
function candidates(world: World, namespace: string | undefined, selector: Selector) {
  const one = selector.find(({ operator, values }) => operator === "In" && values.length === 1);
  return one
    ? (servicesWith(world).get(placeOf(namespace, one.key, one.values[0] ?? "")) ?? [])
    : (servicesIn(world).get(namespace) ?? []);
}

function ofPods(world: World, item: Item): Need[] {
  const { spec } = item.object;
  const selector = isFields(spec) ? readSelector(spec.selector as LabelSelector) : undefined;
  if (!isFields(spec) || !selector) return [];
  const found = namespacesOf(item).flatMap(
    (namespace) => indexOfPods(world).select(selector, namespace).pods,
  );
  return endpoints(spec.podMetricsEndpoints).flatMap(({ port }, index) =>
    found
      .filter((pods) => !isJob(pods))
      .flatMap((pods) =>
        (pods.containers ?? []).flatMap(({ ports = [] }) =>
          ports.flatMap(({ name, containerPort }) =>
            name === port && containerPort !== undefined
              ? [
                  need(item, "podMetricsEndpoints", index, `${pods.item.name} ${port}`, {
                    pods,
                    port: containerPort,
                    protocol: "TCP",
                  }),
                ]
              : [],
          ),
        ),
      ),
  );
}

function need(
  item: Item,
  field: string,
  index: number,
  service: string,
  { pods, port, protocol }: Arrival,
): Need {
  const path = FieldPath.root.field("spec", field).index(index);
  const because = `${item.kind} ${item.name}`;
  return { from: prometheus, to: pods, port, protocol, item, path, service, because };
}

/** Where a monitor looks, as far as it says so by names. */
function namespacesOf({ namespace, object: { spec } }: Item): readonly (string | undefined)[] {
  const selector = isFields(spec) ? spec.namespaceSelector : undefined;
  const { any, matchNames } = isFields(selector) ? selector : {};
  if (any === true) return [];
  return Array.isArray(matchNames) && matchNames.length > 0 ? matchNames.map(String) : [namespace];
}

function endpoints(list: unknown) {
  return Array.isArray(list) ? list.filter(isFields) : [];
}
