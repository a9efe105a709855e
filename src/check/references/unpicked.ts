import { selectorOf, selects } from "../../kubernetes/selectors.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import type { FoundInObject } from "../rule.ts";
import { once, type World } from "../world.ts";
import { labelsOf, selectorAt } from "./labelled.ts";
import { perhaps } from "./perhaps.ts";
import { Place } from "./place.ts";
import { isWhole } from "./whole.ts";

const MONITORING = "monitoring.coreos.com";

/** Who picks what: the fields of the selectors by labels and by namespaces, without their ends. */
const PICKED: readonly { kind: string; field: string; by: readonly string[] }[] = [
  { kind: "ServiceMonitor", field: "serviceMonitor", by: ["Prometheus", "PrometheusAgent"] },
  { kind: "PodMonitor", field: "podMonitor", by: ["Prometheus", "PrometheusAgent"] },
  { kind: "Probe", field: "probe", by: ["Prometheus", "PrometheusAgent"] },
  { kind: "PrometheusRule", field: "rule", by: ["Prometheus", "ThanosRuler"] },
];

/** Monitors and rules that no Prometheus of the input picks, where it has one. */
export function unpicked(world: World): FoundInObject[] {
  return PICKED.flatMap(({ kind, field, by }) => {
    const servers = by.flatMap((each) => inventory(world).of(MONITORING, each));
    // Another Prometheus may come with a chart, and pick what these do not.
    if (servers.length === 0 || perhaps(world).isOpen(undefined)) return [];
    return inventory(world)
      .of(MONITORING, kind)
      .filter((item) => isWhole(world, item))
      .filter((item) => !servers.some((server) => picks(world, server, field, item)))
      .map((item) => foundOf(item, servers, field));
  });
}

/**
 * No selector of labels picks nothing, an empty one everything; no selector of namespaces is the
 * server's own.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/ PrometheusSpec
 */
function picks(world: World, server: Item, field: string, item: Item): boolean {
  const spec = Place.of(server).at("spec");
  const labels = spec.at(`${field}Selector`);
  if (!labels.isThere) return false;
  const selector = selectorAt(labels);
  if (selector && !selects(selectorOf(selector), labelsOf(item))) return false;
  const within = spec.at(`${field}NamespaceSelector`);
  if (!within.isThere) return isOneNamespace(server, item);
  const namespaces = selectorAt(within);
  const own = item.namespace && namespaceLabels(world).get(item.namespace);
  return !namespaces || !own || selects(selectorOf(namespaces), own);
}

function isOneNamespace(one: Item, other: Item): boolean {
  return !one.namespace || !other.namespace || one.namespace === other.namespace;
}

const namespaceLabels = once(
  (world) =>
    new Map(
      inventory(world)
        .of("", "Namespace")
        .map((item) => [
          item.name,
          { ...labelsOf(item), "kubernetes.io/metadata.name": item.name },
        ]),
    ),
);

function foundOf(item: Item, servers: readonly Item[], field: string): FoundInObject {
  const [server] = servers as [Item, ...Item[]];
  const { path } = Place.of(item).at("metadata", "labels");
  // Several servers are there for several purposes, and one more may be elsewhere.
  const severity = servers.length > 1 ? "info" : undefined;
  const wanted = JSON.stringify(Place.of(server).at("spec", `${field}Selector`).value ?? null);
  return {
    subject: item.subject,
    steps: path.steps(),
    path: path.toString(),
    part: "key",
    severity,
    message: `no Prometheus picks this ${item.kind}: the ${field}Selector of ${server.name} is ${wanted}`,
  };
}
