import { type AnyComponent, type Component, defineComponent } from "./component.ts";
import type { External } from "./external.ts";
import {
  aComponent,
  aPlainValue,
  aPrometheusDuration,
  aSecretValue,
  type Duration,
  labels,
} from "./options/values.ts";
import { plainData } from "./plain-data.ts";
import type { PlainValue, SecretRef } from "./reference.ts";
import {
  aString,
  type Check,
  isPlainObject,
  listOf,
  literal,
  mapOf,
  objectOf,
  optional,
} from "./shape.ts";
import { callSite } from "./where.ts";

export type Severity = "critical" | "warning" | "info";

/** Something that a person should know. */
export interface Alert {
  /** A PromQL expression; the alert fires while it has a result. */
  readonly expr: PlainValue;
  /** It must hold this long first. Default: at once. */
  readonly for?: Duration;
  readonly severity: Severity;
  /** One line for the person who is woken. */
  readonly summary: string;
  /** What it means and what to do. */
  readonly description?: string;
}

/** Alerts by name, in groups. */
export type AlertGroups = Readonly<Record<string, Readonly<Record<string, Alert>>>>;
/** PromQL expressions by the name of the series they record, in groups. */
export type RecordingGroups = Readonly<Record<string, Readonly<Record<string, PlainValue>>>>;

export interface Alerts extends Component<AlertGroups | false, "PrometheusRule"> {}
export interface Recordings extends Component<RecordingGroups | false, "PrometheusRule"> {}

/** Alerts for the Prometheus Operator. Write text`…${namespace}…` where an expression names the namespace. */
export function alerts(name: string, groups: AlertGroups): Alerts {
  const site = callSite(alerts);
  return defineComponent<Alerts, AlertGroups>({ sort: "alerts", name, options: groups, site });
}

/** Recorded series for the Prometheus Operator. */
export function recordings(name: string, groups: RecordingGroups): Recordings {
  const site = callSite(recordings);
  return defineComponent<Recordings, RecordingGroups>({
    sort: "recordings",
    name,
    options: groups,
    site,
  });
}

const severity = literal("critical", "warning", "info");
export const alertsCheck = mapOf(
  mapOf(
    objectOf<Alert>({
      expr: aPlainValue,
      for: optional(aPrometheusDuration),
      severity,
      summary: aString,
      description: optional(aString),
    }),
  ),
);
export const recordingsCheck = mapOf(mapOf(aPlainValue));

export interface NotificationOptions {
  /** The mail server. */
  readonly server: External;
  readonly from: string;
  readonly user?: string;
  readonly password?: SecretRef;
  /** Who is told, by severity: `{ critical: "oncall@example.org" }`. */
  readonly to: Partial<Readonly<Record<Severity, string>>>;
}

export interface Notifications
  extends Component<Partial<NotificationOptions> | false, "AlertmanagerConfig"> {}

/** Who gets a mail when an alert of this namespace fires. */
export function notifications(name: string, options: NotificationOptions): Notifications {
  const site = callSite(notifications);
  return defineComponent<Notifications, NotificationOptions>({
    sort: "notifications",
    name,
    options,
    site,
  });
}

const bySeverity = objectOf<NotificationOptions["to"]>({
  critical: optional(aString),
  warning: optional(aString),
  info: optional(aString),
});
const recipients: Check = {
  ...bySeverity,
  says: 'who is told, such as { critical: "oncall@example.org" }',
  accepts: (value) => isPlainObject(value) && Object.keys(value).length > 0,
};

export const notificationsCheck = objectOf<NotificationOptions>({
  server: aComponent("an external()", "external"),
  from: aString,
  user: optional(aString),
  password: optional(aSecretValue),
  to: recipients,
});

export interface DashboardOptions {
  /** The dashboard as Grafana exports it. */
  readonly dashboard: object;
  /** The labels by which Grafana's sidecar finds it. Default: `{ grafana_dashboard: "1" }`. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Dashboard extends Component<Partial<DashboardOptions> | false, "ConfigMap"> {}

/** A Grafana dashboard in a ConfigMap that Grafana's sidecar picks up. */
export function dashboard(name: string, options: DashboardOptions): Dashboard {
  const site = callSite(dashboard);
  return defineComponent<Dashboard, DashboardOptions>({ sort: "dashboard", name, options, site });
}

export const dashboardCheck = objectOf<DashboardOptions>({
  dashboard: plainData,
  labels: optional(labels),
});

export interface ScrapeConfigOptions {
  /** Whose metrics are collected; each must have `metrics`. */
  readonly scrape: readonly AnyComponent[];
  /** Alerts and recordings that are put beside it as rule files. */
  readonly rules?: readonly (Alerts | Recordings)[];
  /** Where the alerts go: host and port of an Alertmanager. */
  readonly alertmanager?: string;
}

export interface ScrapeConfig
  extends Component<Partial<ScrapeConfigOptions> | false, "ConfigMap"> {}

/** prometheus.yml with the same targets and rules, for a Prometheus without the operator. */
export function scrapeConfig(name: string, options: ScrapeConfigOptions): ScrapeConfig {
  const site = callSite(scrapeConfig);
  return defineComponent<ScrapeConfig, ScrapeConfigOptions>({
    sort: "scrapeConfig",
    name,
    options,
    site,
  });
}

export const scrapeConfigCheck = objectOf<ScrapeConfigOptions>({
  scrape: listOf(aComponent("a component with metrics")),
  rules: optional(listOf(aComponent("alerts or recordings", "alerts", "recordings"))),
  alertmanager: optional(aString),
});
