import { type AnyComponent, definitionOf, sortOf } from "../component.ts";
import type { AnyExternal } from "../external.ts";
import type {
  AlertGroups,
  DashboardOptions,
  NotificationOptions,
  RecordingGroups,
  ScrapeConfigOptions,
} from "../monitoring.ts";
import type { StoreOptions } from "../store.ts";
import { plainText } from "../text.ts";
import { oneSecretKey } from "./container.ts";
import type {
  PostgresCluster,
  Resolved,
  ResolvedDashboard,
  ResolvedNotifications,
  ResolvedRules,
  ResolvedScrapeConfig,
  Running,
  ScrapeTarget,
  ServerStore,
} from "./resolved.ts";
import type { Scope } from "./scope.ts";

export function resolveRules(scope: Scope, component: AnyComponent): ResolvedRules {
  const { site } = definitionOf(component);
  const say = (value: Parameters<typeof plainText>[0]) =>
    plainText(value, scope.context, site).replace(/\s+/g, " ").trim();
  const groups = scope.options<AlertGroups | RecordingGroups>(component);
  return {
    ...scope.named(component),
    groups: Object.entries(groups).map(([name, entries]) => ({
      name,
      alerts:
        sortOf(component) === "alerts"
          ? Object.entries(entries as AlertGroups[string]).map(([alert, rule]) => ({
              ...rule,
              name: alert,
              expr: say(rule.expr),
            }))
          : [],
      records:
        sortOf(component) === "recordings"
          ? Object.entries(entries as RecordingGroups[string]).map(([record, expr]) => ({
              name: record,
              expr: say(expr),
            }))
          : [],
    })),
  };
}

export function resolveNotifications(scope: Scope, component: AnyComponent): ResolvedNotifications {
  const options = scope.options<NotificationOptions>(component);
  const { host, port } = scope.options<AnyExternal>(options.server);
  if (host === undefined) {
    const message = `the host of ${options.server.name} stands in a secret, but a setting names it`;
    scope.report(component, ["server"], message, "a server with host");
  }
  return {
    ...scope.named(component),
    server: { host: host ?? "", port },
    from: options.from,
    user: options.user,
    password: options.password && oneSecretKey(scope, component, "password", options.password),
    to: options.to,
  };
}

export function resolveDashboard(scope: Scope, component: AnyComponent): ResolvedDashboard {
  const { dashboard, labels } = scope.options<DashboardOptions>(component);
  return { ...scope.named(component), dashboard, labels: labels ?? { grafana_dashboard: "1" } };
}

/** prometheus.yml's targets, from the same facts as the ServiceMonitors, and with the same `job`. */
export function resolveScrapeConfig(
  scope: Scope,
  component: AnyComponent,
  running: readonly Running[],
  stores: readonly ServerStore[],
  clusters: readonly PostgresCluster[],
  podLabels: Resolved["podLabels"],
): ResolvedScrapeConfig {
  const options = scope.options<ScrapeConfigOptions>(component);
  const targets = options.scrape.flatMap((target, index): ScrapeTarget[] => {
    const name = scope.nameOf(target);
    const job = podLabels[name] ?? name;
    const program = running.find((candidate) => candidate.name === name);
    const store = stores.find((candidate) => candidate.name === name);
    const service = (program ?? store)?.services.find((candidate) => candidate.first)?.name;
    if (service !== undefined && program?.metrics) return [{ job, service, ...program.metrics }];
    if (service !== undefined && store?.exporter) {
      return [
        {
          job,
          service,
          port: "metrics",
          path: "/metrics",
          interval: store.exporter.interval,
        },
      ];
    }
    const metrics = clusters.find((candidate) => candidate.name === name)?.metrics;
    if (metrics) return [{ job, cluster: name, port: "metrics", path: "/metrics", ...metrics }];
    // What collects the metrics of a server outside is outside too.
    const { external, metrics: wanted } = scope.options<StoreOptions>(target);
    if (external && wanted) return [];
    scope.report(
      component,
      ["scrape", index],
      `${name} has no metrics to collect`,
      "metrics: true on it, or leave it out here",
    );
    return [];
  });
  return {
    ...scope.named(component),
    targets,
    rules: (options.rules ?? []).map((rules) => resolveRules(scope, rules)),
    alertmanager: options.alertmanager,
  };
}
