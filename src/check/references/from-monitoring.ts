import type { Collector } from "./collector.ts";
import type { From } from "./from.ts";
import type { Place } from "./place.ts";

const MONITORING = "monitoring.coreos.com";

/** @see https://prometheus-operator.dev/docs/api-reference/api/ */
export const fromMonitoring: From = {
  [`${MONITORING}/ServiceMonitor`]: (monitor, to) => {
    for (const endpoint of monitor.list("spec", "endpoints")) addAccess(endpoint, to);
  },
  [`${MONITORING}/PodMonitor`]: (monitor, to) => {
    for (const endpoint of monitor.list("spec", "podMetricsEndpoints")) addAccess(endpoint, to);
  },
  [`${MONITORING}/Probe`]: (probe, to) => addAccess(probe.at("spec"), to),
  [`${MONITORING}/Prometheus`]: addServer,
  [`${MONITORING}/PrometheusAgent`]: addServer,
  [`${MONITORING}/ThanosRuler`]: addServer,
  [`${MONITORING}/Alertmanager`]: (alertmanager, to) => {
    to.add("Secret", alertmanager.at("spec", "configSecret"), "its configuration");
    addServer(alertmanager, to);
  },
};

function addServer(server: Place, to: Collector): void {
  const spec = server.at("spec");
  to.add("ServiceAccount", spec.at("serviceAccountName"), "its pods");
  for (const name of spec.list("secrets")) to.add("Secret", name, "a volume of its pods");
  for (const name of spec.list("configMaps")) to.add("ConfigMap", name, "a volume of its pods");
  for (const field of CONFIGURATIONS) to.secretKey(spec.at(field), field);
  to.secretKey(spec.at("thanos", "objectStorageConfig"), "the object storage");
  to.secretKey(spec.at("objectStorageConfig"), "the object storage");
  for (const write of spec.list("remoteWrite")) addAccess(write, to);
  for (const read of spec.list("remoteRead")) addAccess(read, to);
  for (const alertmanager of spec.list("alerting", "alertmanagers")) {
    const namespace = alertmanager.at("namespace").text ?? to.from.namespace;
    const port = alertmanager.at("port");
    to.add("Service", alertmanager.at("name"), "its alerts", { namespace, port, isWeak: true });
  }
}

const CONFIGURATIONS = [
  "additionalScrapeConfigs",
  "additionalAlertRelabelConfigs",
  "additionalAlertManagerConfigs",
];

/** Credentials for one end of a connection. */
function addAccess(end: Place, to: Collector): void {
  to.secretKey(end.at("basicAuth", "username"), "its credentials");
  to.secretKey(end.at("basicAuth", "password"), "its credentials");
  to.secretKey(end.at("authorization", "credentials"), "its credentials");
  to.secretKey(end.at("bearerTokenSecret"), "its credentials");
  to.secretKey(end.at("oauth2", "clientSecret"), "its credentials");
  const tls = end.at("tlsConfig");
  to.secretKey(tls.at("keySecret"), "its certificate");
  for (const field of ["ca", "cert"]) {
    to.secretKey(tls.at(field, "secret"), "its certificate");
    const config = tls.at(field, "configMap");
    to.add("ConfigMap", config.at("name"), "its certificate", { key: config.at("key") });
  }
}
