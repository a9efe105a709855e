import type { Severity } from "../../monitoring.ts";
import type { Duration } from "../../options/values.ts";
import type { Named, SecretKey } from "./programs.ts";

export interface ResolvedAlert {
  readonly name: string;
  readonly expr: string;
  readonly for?: Duration | undefined;
  readonly severity: Severity;
  readonly summary: string;
  readonly description?: string | undefined;
}

export interface ResolvedRules extends Named {
  readonly groups: readonly {
    readonly name: string;
    readonly alerts: readonly ResolvedAlert[];
    readonly records: readonly { readonly name: string; readonly expr: string }[];
  }[];
}

export interface ResolvedNotifications extends Named {
  readonly server: { readonly host: string; readonly port: number };
  readonly from: string;
  readonly user?: string | undefined;
  readonly password?: SecretKey | undefined;
  readonly to: Partial<Readonly<Record<Severity, string>>>;
}

export interface ResolvedDashboard extends Named {
  readonly dashboard: object;
  readonly labels: Readonly<Record<string, string>>;
}

/** What Prometheus Adapter makes of the counters of pods. */
export interface ResolvedPodMetrics extends Named {
  readonly metrics: readonly {
    readonly name: string;
    readonly counter: string;
    readonly window: Duration;
  }[];
}

/** Pods behind a Service, or the servers of a Cluster. */
export type ScrapeTarget = ({ readonly service: string } | { readonly cluster: string }) & {
  readonly job: string;
  readonly port: string;
  readonly path: string;
  readonly interval: Duration;
};

export interface ResolvedScrapeConfig extends Named {
  readonly targets: readonly ScrapeTarget[];
  readonly rules: readonly ResolvedRules[];
  readonly alertmanager?: string | undefined;
}
