import { code, count, listed, type Purposes } from "./purposes.ts";

/** What the monitoring reads. */
export const observationPurposes: Purposes = {
  ServiceMonitor: ({ spec }) => collected(spec?.endpoints),
  PodMonitor: ({ spec }) => collected(spec?.podMetricsEndpoints),
  PrometheusRule: ({ spec }) => {
    const rules = (spec?.groups ?? []).flatMap(({ rules = [] }) => rules);
    const alerts = rules.filter(({ alert }) => alert !== undefined);
    const records = rules.length - alerts.length;
    return [
      ...(alerts.length > 0 ? [count(alerts.length, "alert")] : []),
      ...(records > 0 ? [count(records, "recorded series", "recorded series")] : []),
    ].join(" and ");
  },
  AlertmanagerConfig: ({ spec }) =>
    `whom alerts are sent to: ${listed((spec?.receivers ?? []).map(({ name }) => name))}`,
};

interface EndPoint {
  readonly path?: string;
  readonly port?: string;
  readonly interval?: string;
}

function collected(endPoints: readonly EndPoint[] = []): string {
  const each = endPoints.map(
    ({ path = "/metrics", port, interval }) =>
      `${code(path)} on port ${code(port ?? "?")}${interval === undefined ? "" : ` every ${interval}`}`,
  );
  return `has Prometheus collect ${each.join(" and ")}`;
}
