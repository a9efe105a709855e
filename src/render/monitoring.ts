import type {
  AlertmanagerConfig,
  ConfigMap,
  PrometheusRule,
  ServiceMonitor,
} from "../kubernetes/types/index.ts";
import type {
  Resolved,
  ResolvedNotifications,
  ResolvedRules,
  ResolvedService,
  Running,
  ServerStore,
} from "../platform/resolve/index.ts";
import { toYaml } from "../yaml.ts";
import { clusterMonitor } from "./cloudnative-pg.ts";
import { configMap } from "./config.ts";
import { renderPodMetrics } from "./pod-metrics.ts";
import { bare, common, compact, meta, type Rendered } from "./rendered.ts";
import { prometheusYml } from "./scrape-config.ts";
import { serviceLabel } from "./services.ts";

export function renderMonitoring(resolved: Resolved): Rendered[] {
  const stores: readonly ServerStore[] = [...resolved.postgres, ...resolved.redis];
  return [
    ...resolved.running.flatMap((program) => programMonitor(resolved, program)),
    ...stores.flatMap((store) => storeMonitor(resolved, store)),
    ...resolved.postgresClusters.flatMap((cluster) => clusterMonitor(resolved, cluster)),
    ...resolved.rules.flatMap((rules) =>
      common(resolved, "monitoring", [prometheusRule(resolved, rules)], rules),
    ),
    ...resolved.notifications.flatMap((given) =>
      common(resolved, "monitoring", [alertmanagerConfig(resolved, given)], given),
    ),
    ...resolved.dashboards.flatMap((given) => {
      const data = { [`${given.name}.json`]: `${JSON.stringify(given.dashboard, null, 2)}\n` };
      return common(
        resolved,
        "monitoring",
        [configMap(resolved, given, given.name, data, given.labels)],
        given,
      );
    }),
    ...resolved.scrapeConfigs.flatMap((given) => {
      const files = given.rules.map((rules) => [
        `${rules.name}.rules.yml`,
        toYaml({ groups: ruleGroups(resolved, rules) }),
      ]);
      const data = {
        "prometheus.yml": toYaml(prometheusYml(resolved, given)),
        ...Object.fromEntries(files),
      };
      const object: ConfigMap = configMap(resolved, given, given.name, data);
      return common(resolved, "config", [object], given);
    }),
    ...renderPodMetrics(resolved),
  ];
}

function programMonitor(resolved: Resolved, program: Running): Rendered[] {
  const service = program.services.find(({ first }) => first);
  if (!program.metrics || !service) return [];
  return monitor(resolved, program, service, program.metrics);
}

function storeMonitor(resolved: Resolved, store: ServerStore): Rendered[] {
  const service = store.services.find(({ first }) => first);
  if (!store.exporter || !service) return [];
  return monitor(resolved, store, service, {
    path: "/metrics",
    port: "metrics",
    interval: store.exporter.interval,
  });
}

/** The series get the component's name as `job`, which alerts count on. */
function monitor(
  resolved: Resolved,
  owner: Running | ServerStore,
  service: ResolvedService,
  metrics: { path: string; port: string; interval: string },
): Rendered[] {
  const object: ServiceMonitor = {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    metadata: meta(resolved, owner.names.monitor, owner.name, {
      labels: { ...resolved.cluster.monitoring.labels },
    }),
    spec: {
      jobLabel: resolved.selector,
      selector: { matchLabels: { [serviceLabel]: bare(resolved, service.name) } },
      endpoints: [{ port: metrics.port, path: metrics.path, interval: metrics.interval }],
    },
  };
  return common(resolved, "monitoring", [object], owner);
}

function prometheusRule(resolved: Resolved, rules: ResolvedRules): PrometheusRule {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: meta(resolved, rules.name, undefined, {
      labels: { ...resolved.cluster.monitoring.labels },
    }),
    spec: { groups: ruleGroups(resolved, rules) },
  };
}

/**
 * Groups of rules, in the form that the operator and a rule file share. Each result says its
 * namespace, whatever the expression sums away: an AlertmanagerConfig is asked only about alerts of
 * its own namespace, and several environments in one Prometheus would record one series otherwise.
 * @see https://prometheus-operator.dev/docs/api-reference/api/ AlertmanagerConfigMatcherStrategy
 */
function ruleGroups({ namespace }: Resolved, rules: ResolvedRules) {
  return rules.groups.map((group) => ({
    name: group.name,
    rules: [
      ...group.records.map(({ name, expr }) => ({
        record: name,
        expr,
        labels: { namespace },
      })),
      ...group.alerts.map((alert) =>
        compact({
          alert: alert.name,
          expr: alert.expr,
          for: alert.for,
          labels: { severity: alert.severity, namespace },
          annotations: compact({
            summary: alert.summary,
            description: alert.description,
          }) as Record<string, string>,
        }),
      ),
    ],
  }));
}

/** Takes the severities that `to` leaves out, which otherwise would wake the first one in the list. */
const nobody = "nobody";

function alertmanagerConfig(resolved: Resolved, given: ResolvedNotifications): AlertmanagerConfig {
  const receivers = Object.entries(given.to);
  return {
    apiVersion: "monitoring.coreos.com/v1alpha1",
    kind: "AlertmanagerConfig",
    metadata: meta(resolved, given.name, undefined, {
      labels: { ...resolved.cluster.monitoring.labels },
    }),
    spec: {
      route: {
        receiver: nobody,
        groupBy: ["alertname", "namespace"],
        routes: receivers.map(([severity]) => ({
          receiver: severity,
          matchers: [{ name: "severity", matchType: "=", value: severity }],
        })),
      },
      receivers: [
        ...receivers.map(([severity, to]) => ({
          name: severity,
          emailConfigs: [email(given, to)],
        })),
        { name: nobody },
      ],
    },
  } as AlertmanagerConfig;
}

function email({ from, server, user, password }: ResolvedNotifications, to: string) {
  return compact({
    to,
    from,
    smarthost: `${server.host}:${server.port}`,
    authUsername: user,
    authPassword: password && { name: password.secret, key: password.key },
    sendResolved: true,
  });
}
