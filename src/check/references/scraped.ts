import { closest } from "../../closest.ts";
import { selectorOf, selects } from "../../kubernetes/selectors.ts";
import { quote } from "../../kubernetes/text.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import { type Workload, workloads } from "../objects/workloads.ts";
import type { FoundInObject } from "../rule.ts";
import { once, type World } from "../world.ts";
import { isSystem } from "./always.ts";
import { Labelled, labelsOf, selectorAt, type Within } from "./labelled.ts";
import { perhaps } from "./perhaps.ts";
import { Place } from "./place.ts";
import { providers } from "./provided.ts";
import { isUnclear, isWhole } from "./whole.ts";

const MONITORING = "monitoring.coreos.com";

/** A monitor, and what of the input it selects. */
interface Scraping {
  readonly monitor: Item;
  /** `Service` or `pod`. */
  readonly what: string;
  /** The field with the endpoints. */
  readonly field: string;
  /** The ports of each thing that is selected, by name; undefined where they cannot be told. */
  readonly selected: readonly (readonly string[] | undefined)[];
}

const services = once(
  (world) =>
    new Labelled(inventory(world).of("", "Service"), (service) => ({
      namespace: service.namespace,
      labels: labelsOf(service),
    })),
);

const pods = once(
  (world) =>
    new Labelled(workloads(world), ({ item, labels }: Workload) => ({
      namespace: item.namespace,
      labels,
    })),
);

/** What the monitors of the Prometheus operator select, where their selectors can be read. */
const scrapings = once((world): readonly Scraping[] => [
  ...scrapingsOf(world, "ServiceMonitor", "endpoints", services(world), (service) =>
    isUnclear(world, service) ? undefined : namesOf(Place.of(service).list("spec", "ports")),
  ),
  ...scrapingsOf(world, "PodMonitor", "podMetricsEndpoints", pods(world), ({ containers }) =>
    containers.flatMap(({ container, path }) => namesOf(new Place(container, path).list("ports"))),
  ),
]);

function scrapingsOf<T>(
  world: World,
  kind: string,
  field: string,
  things: Labelled<T>,
  portsOf: (thing: T) => readonly string[] | undefined,
): Scraping[] {
  return inventory(world)
    .of(MONITORING, kind)
    .flatMap((monitor) => {
      const selector = selectorAt(Place.of(monitor).at("spec", "selector"));
      if (!selector) return [];
      const namespaces = namespacesOf(monitor);
      const isOfServer = namespaces === "any" || namespaces.includes("default");
      if (kind === "ServiceMonitor" && isOfServer && selects(selectorOf(selector), API_SERVER))
        return [];
      const selected = things.select(selector, namespaces);
      const what = kind === "PodMonitor" ? "pod" : "Service";
      return [{ monitor, what, field, selected: selected.map(({ thing }) => portsOf(thing)) }];
    });
}

/**
 * The labels of the Service `kubernetes`, which every cluster has.
 *
 * @see k8s.io/kubernetes/pkg/controlplane/controller/kubernetesservice
 */
const API_SERVER = { component: "apiserver", provider: "kubernetes" };

function namesOf(ports: readonly Place[]): string[] {
  return ports.flatMap((port) => port.at("name").text ?? []);
}

/** The namespaces that a monitor looks into. */
function namespacesOf(monitor: Item): Within {
  const selector = Place.of(monitor).at("spec", "namespaceSelector");
  if (selector.at("any").value === true) return "any";
  const names = selector.list("matchNames").flatMap(({ text }) => text ?? []);
  return names.length > 0 ? names : [monitor.namespace];
}

/** Endpoints whose port nothing has of what is selected. */
export function unscrapedPorts(world: World): FoundInObject[] {
  return scrapings(world).flatMap(({ monitor, what, field, selected }) => {
    const names = selected.flatMap((ports) => ports ?? []);
    if (selected.length === 0 || selected.includes(undefined)) return [];
    if (!isKnown(world, monitor, what)) return [];
    return Place.of(monitor)
      .list("spec", field)
      .flatMap((endpoint): FoundInObject[] => {
        const port = endpoint.at("port");
        if (port.text === undefined || names.includes(port.text)) return [];
        const near = closest(port.text, names);
        const known = names.length > 0 ? [...new Set(names)].join(", ") : "none with a name";
        return [
          {
            subject: monitor.subject,
            steps: port.path.steps(),
            path: port.path.toString(),
            part: "value",
            severity: "warning",
            message: `no ${what} that it selects has a port ${quote(port.text)}, they have ${known}`,
            fix: near === undefined ? undefined : `did you mean ${quote(near)}?`,
          },
        ];
      });
  });
}

/** Monitors that select nothing, in namespaces whose Services the input has. */
export function idleMonitors(world: World): FoundInObject[] {
  return scrapings(world).flatMap(({ monitor, what, selected }): FoundInObject[] => {
    if (selected.length > 0 || !isKnown(world, monitor, what)) return [];
    const { path } = Place.of(monitor).at("spec", "selector");
    return [
      {
        subject: monitor.subject,
        steps: path.steps(),
        path: path.toString(),
        part: "value",
        message: `no ${what} has the labels that it selects`,
      },
    ];
  });
}

/** Whether what there is to scrape would be in the input. */
function isKnown(world: World, monitor: Item, what: string): boolean {
  const namespaces = namespacesOf(monitor);
  if (namespaces === "any" || !isWhole(world, monitor)) return false;
  return namespaces.every((namespace) => {
    const asked = { group: "", kind: "Service", namespace, name: "" };
    if (isSystem(namespace) || perhaps(world).isOpen(namespace)) return false;
    if (providers(world).isMade(asked)) return false;
    const has = (kind: string, group = "") => providers(world).hasKind({ ...asked, kind, group });
    return what === "Service"
      ? has("Service")
      : has("Deployment", "apps") || has("StatefulSet", "apps");
  });
}
