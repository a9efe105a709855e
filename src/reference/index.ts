import { type ComponentFacts, componentFacts } from "./components.ts";
import { type ConfigTable, configTables } from "./configuration/configs.ts";
import { type SecretRow, secretRows } from "./configuration/secrets.ts";
import { type VariableRow, variableRows } from "./configuration/variables.ts";
import { type Diagram, diagrams } from "./diagram/diagram.ts";
import { type Environment, environmentOf, tables } from "./environment.ts";
import { type Comparison, comparison } from "./facts.ts";
import type { Given } from "./given.ts";
import { type AlertRow, alertRows } from "./health/alerts.ts";
import { type BudgetRow, budgetRows } from "./health/budgets.ts";
import { type ProbeRow, probeRows } from "./health/probes.ts";
import { type ScalingRow, scalingRows } from "./health/scaling.ts";
import { cautions, type Replacement, replacements } from "./modern.ts";
import { type NeedRow, needRows } from "./needs.ts";
import { type RouteRow, routeRows } from "./network/hosts.ts";
import { type PortRow, portRows } from "./network/ports.ts";
import { type Reachability, reachabilityOf } from "./network/reachability.ts";
import { type ObjectGroup, objectGroups } from "./objects.ts";
import { type Reason, startReasons } from "./order.ts";
import { type ResourceTable, resourceTable } from "./resources.ts";
import { rolloutSteps } from "./rollout.ts";
import { runbookOf } from "./runbook/index.ts";
import type { Chapter } from "./runbook/runbook.ts";
import { column, joined, type Varying, varying } from "./varying.ts";
import { type VolumeRow, volumeRows } from "./volumes.ts";

export type { Given } from "./given.ts";

/** A step of a deployment, told without its commands. */
export interface OrderStep {
  readonly title: string;
  readonly kinds: Varying<readonly string[]>;
  readonly workloads: Varying<readonly string[]>;
}

/** Everything that the pages say of a platform, worked out from what is rendered. */
export interface Reference {
  readonly platform: string;
  readonly environments: readonly EnvironmentSummary[];
  readonly diagrams: Varying<Diagram>;
  readonly groups: readonly ObjectGroup[];
  readonly components: readonly ComponentFacts[];
  readonly resources: readonly ResourceTable[];
  readonly volumes: readonly VolumeRow[];
  readonly ports: readonly PortRow[];
  readonly routes: readonly RouteRow[];
  readonly reachability: Varying<Reachability>;
  readonly played: readonly { readonly environment: string; readonly connections: number }[];
  readonly probes: readonly ProbeRow[];
  readonly scaling: readonly ScalingRow[];
  readonly budgets: readonly BudgetRow[];
  readonly alerts: readonly AlertRow[];
  readonly configs: readonly ConfigTable[];
  readonly variables: readonly VariableRow[];
  readonly secrets: readonly SecretRow[];
  readonly comparison: Comparison;
  readonly order: readonly OrderStep[];
  readonly reasons: Varying<readonly Reason[]>;
  readonly needs: readonly NeedRow[];
  readonly replacements: readonly Replacement[];
  readonly cautions: readonly string[];
  readonly runbooks: readonly {
    readonly environment: string;
    readonly chapters: readonly Chapter[];
  }[];
}

export interface EnvironmentSummary {
  readonly name: string;
  readonly namespace: string;
  readonly domain: string | undefined;
  readonly objects: number;
}

/** Works out the reference of a platform from all of its environments. */
export function referenceOf(platform: string, given: readonly Given[]): Reference {
  const environments = given.map(environmentOf);
  const each = <T>(make: (environment: Environment) => T): Varying<T> =>
    varying(environments.map((environment) => [environment.name, make(environment)] as const));
  const played = environments.map(
    (environment) =>
      [environment.name, reachabilityOf(environment, environment.workloads)] as const,
  );
  return {
    platform,
    environments: environments.map(({ name, resolved, rendered }) => ({
      name,
      namespace: resolved.namespace,
      domain: resolved.domain,
      objects: rendered.length,
    })),
    diagrams: diagrams(environments),
    groups: objectGroups(environments),
    components: componentFacts(environments),
    resources: environments.map(resourceTable),
    volumes: volumeRows(environments),
    ports: portRows(environments),
    routes: routeRows(environments),
    reachability: varying(
      played.map(([name, { arrivals, departures }]) => [name, { arrivals, departures }] as const),
    ),
    played: played.map(([environment, { played: connections }]) => ({ environment, connections })),
    probes: probeRows(environments),
    scaling: scalingRows(environments),
    budgets: budgetRows(environments),
    alerts: alertRows(environments),
    configs: configTables(environments),
    variables: variableRows(environments),
    secrets: secretRows(environments),
    comparison: comparison(environments),
    order: orderSteps(environments),
    reasons: each(startReasons),
    needs: needRows(environments),
    replacements: replacements(environments),
    cautions: cautions(environments),
    runbooks: environments.map((environment) => ({
      environment: environment.name,
      chapters: runbookOf(environment),
    })),
  };
}

function orderSteps(environments: readonly Environment[]): readonly OrderStep[] {
  const steps = tables(environments, (environment) =>
    rolloutSteps(environment).map((step) => [step.title, step] as const),
  );
  return joined(steps).map((row) => ({
    title: row.key,
    kinds: column(row, ({ objects }) => [...new Set(objects.map(({ object }) => object.kind))]),
    workloads: column(row, ({ workloads }) => workloads.map(({ title }) => title)),
  }));
}
