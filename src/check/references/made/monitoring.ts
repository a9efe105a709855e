import type { Item } from "../../objects/inventory.ts";
import type { Made, Makers } from "../made.ts";
import type { Place } from "../place.ts";
import { made } from "./make.ts";

/**
 * What the Prometheus operator makes of its objects.
 *
 * @see github.com/prometheus-operator/prometheus-operator/pkg prometheus/server/statefulset.go,
 *   prometheus/agent/statefulset.go, alertmanager/statefulset.go, thanos/statefulset.go
 */
export const madeByPrometheusOperator: Makers = {
  "monitoring.coreos.com/Prometheus": (server, by) =>
    madeFor(server, by, "prometheus-operated", `prometheus-${by.name}`),
  "monitoring.coreos.com/PrometheusAgent": (agent, by) =>
    madeFor(agent, by, "prometheus-agent-operated", `prom-agent-${by.name}`),
  "monitoring.coreos.com/Alertmanager": (alertmanager, by) => [
    ...madeFor(alertmanager, by, "alertmanager-operated", `alertmanager-${by.name}`),
    // Without a Secret of its own it is given an empty configuration.
    ...made(by, "Secret", `alertmanager-${by.name}-generated`),
  ],
  "monitoring.coreos.com/ThanosRuler": (ruler, by) =>
    madeFor(ruler, by, "thanos-ruler-operated", `thanos-ruler-${by.name}`),
};

function madeFor(object: Place, by: Item, service: string, workload: string): Made[] {
  return [
    ...made(by, "Service", object.at("spec", "serviceName").text ?? service),
    ...made(by, "StatefulSet", workload, { group: "apps" }),
    ...made(by, "Secret", workload),
    ...made(by, "Secret", `${workload}-web-config`),
    ...made(by, "Secret", `${workload}-tls-assets-0`),
    ...made(by, "ConfigMap", `${workload}-rulefiles-0`),
  ];
}
