import { type Problem, ProblemError, type Where } from "../../problem.ts";
import { type AnyComponent, type Sort, sortOf } from "../component.ts";
import { type Platform, platformDefinition } from "../platform.ts";
import type { Path } from "../shape.ts";
import { besides } from "./beside.ts";
import { resolveCertificate, resolveIssuer } from "./certificates.ts";
import { checkPlatform, inEnvironment } from "./check-platform.ts";
import { resolveCluster } from "./cluster.ts";
import { resolveEdges } from "./edges.ts";
import { freeze } from "./freeze.ts";
import { resolveGitops } from "./gitops.ts";
import {
  resolveAdmission,
  resolveClusterAccess,
  resolveConfig,
  resolvePriority,
  resolveStorageClass,
} from "./objects.ts";
import {
  resolveDashboard,
  resolveNotifications,
  resolveRules,
  resolveScrapeConfig,
} from "./observation.ts";
import { resolvePodLabels } from "./pod-labels.ts";
import { checkScaleMetrics, resolvePodMetrics } from "./pod-metrics.ts";
import { resolvePostgresCluster } from "./postgres-cluster.ts";
import { resolveCron, resolveJob, resolveMigration, resolveRunning } from "./programs.ts";
import type { RawObject, Resolved } from "./resolved.ts";
import { resolveIngress } from "./routes.ts";
import { type Choice, makeScope, type Scope, unusedImages } from "./scope.ts";
import { checkEnvFiles, resolveSecret } from "./secrets.ts";
import { select } from "./selection.ts";
import { resolveSite, resolveSiteProgram } from "./site.ts";
import { checkOutside, resolvePostgres, resolveRedis, whoRuns } from "./stores.ts";
import { checkOutsideInTrial } from "./trial.ts";
import { resolveVolumes } from "./volumes.ts";

export type * from "./resolved.ts";
export type { Choice, ImageChoice } from "./scope.ts";

/**
 * Decides every name, number and text of a platform in one environment. The result is frozen and
 * needs no further look-up.
 *
 * @throws ProblemError with every problem found, each with its place in the user's file.
 */
export function resolve(
  platform: Platform,
  environmentName: string,
  choice: Choice = {},
): Resolved {
  const parts = platformDefinition(platform);
  const problems: Problem[] = [];
  checkPlatform(parts, environmentName);
  const selection = select(parts, environmentName, problems);
  stopAt(problems);
  const scope = makeScope(parts, environmentName, selection, choice, problems);
  const [resolved] = scope.attempt(() => resolveAll(scope));
  if (problems.length === 0 && !choice.isForAll)
    problems.push(...unusedImages(choice, scope.usedImages));
  stopAt(problems);
  return freeze(resolved as Resolved);
}

/** Several components may run into the same problem; it is told once. */
function stopAt(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const told = problems.map((problem): [string, Problem] => [
    JSON.stringify([problem.message, problem.where]),
    problem,
  ]);
  throw new ProblemError([...new Map(told.toReversed()).values()].toReversed());
}

function resolveAll(scope: Scope): Resolved {
  const { options, name } = scope.parts;
  const { environment } = scope;
  const cluster = resolveCluster(scope.parts, environment);
  const of = (...sorts: Sort[]) =>
    scope.selection.components.filter((component) => sorts.includes(sortOf(component) as Sort));
  const made = <T>(
    components: readonly AnyComponent[],
    make: (component: AnyComponent) => T,
  ): T[] => components.flatMap((component) => scope.attempt(() => make(component)));
  const each = <T>(sort: Sort, make: (scope: Scope, component: AnyComponent) => T): T[] =>
    made(of(sort), (component) => make(scope, component));

  const running = made(of("web", "worker", "scheduler", "site"), (component) =>
    sortOf(component) === "site"
      ? resolveSiteProgram(scope, component)
      : resolveRunning(scope, component),
  );
  const migrations = made(of("web", "worker"), (component) => resolveMigration(scope, component));
  const stored = Map.groupBy(of("postgres", "redis"), (component) => whoRuns(scope, component));
  const own = (sort: Sort) => stored.get("platform")?.filter((each) => sortOf(each) === sort) ?? [];
  const postgres = made(own("postgres"), (component) => resolvePostgres(scope, component));
  const redis = made(own("redis"), (component) => resolveRedis(scope, component));
  const postgresClusters = made(stored.get("operator") ?? [], (component) =>
    resolvePostgresCluster(scope, component),
  );
  for (const component of stored.get("outside") ?? []) {
    checkOutside(scope, component);
    if (scope.isTrial) checkOutsideInTrial(scope, component);
  }
  const stores = [...postgres, ...redis];
  const { volumes, memberVolumes } = resolveVolumes(scope);
  const secrets = each("secret", resolveSecret);
  checkEnvFiles(scope, secrets);
  const issuers = each("issuer", (s, component) => resolveIssuer(s, component, cluster));
  const place = besides(volumes, stores);
  const podLabels = resolvePodLabels(scope);
  checkScaleMetrics(scope, of("web", "worker", "site"), running);
  const quota = environment.quota ?? options.quota;
  // What looks at all programs together would only repeat what is wrong with one of them.
  const whole = scope.problems.length === 0;
  return {
    platform: name,
    environment: scope.environmentName,
    namespace: environment.namespace,
    prefix: environment.prefix ?? "",
    domain: environment.domain,
    names: scope.names,
    labels: options.labels ?? {},
    selector: scope.selector,
    podLabels,
    files: options.files,
    pull: options.pull && scope.nameOf(options.pull),
    quota: quota === false ? undefined : quota,
    podSecurity: environment.podSecurity ?? options.podSecurity ?? "restricted",
    isProtected: environment.protected ?? false,
    cluster,
    components: scope.selection.components.map((component) => ({
      sort: sortOf(component) as Sort,
      name: scope.nameOf(component),
    })),
    running: place(running),
    jobs: place([...each("job", resolveJob), ...migrations.filter((job) => job !== undefined)]),
    crons: place(each("cron", resolveCron)),
    sites: each("site", resolveSite),
    postgres,
    postgresClusters,
    redis,
    configs: each("config", resolveConfig),
    secrets,
    volumes,
    memberVolumes,
    storageClasses: each("storageClass", resolveStorageClass),
    priorities: each("priority", resolvePriority),
    ingresses: each("ingress", (s, component) => resolveIngress(s, component, cluster, running)),
    certificates: each("certificate", resolveCertificate),
    issuers,
    rules: [...each("alerts", resolveRules), ...each("recordings", resolveRules)],
    notifications: each("notifications", resolveNotifications),
    dashboards: each("dashboard", resolveDashboard),
    scrapeConfigs: whole
      ? each("scrapeConfig", (s, component) =>
          resolveScrapeConfig(s, component, running, stores, postgresClusters, podLabels),
        )
      : [],
    podMetrics: each("podMetrics", resolvePodMetrics),
    clusterAccess: each("clusterAccess", resolveClusterAccess),
    admissions: each("admission", resolveAdmission),
    edges: whole ? resolveEdges(scope, running, [...stores, ...postgresClusters], issuers) : [],
    objects: [
      ...rawObjects(options.objects, (path) => scope.parts.site.at(["objects", ...path])),
      ...rawObjects(environment.objects, (path) =>
        inEnvironment(scope.parts, scope.environmentName, ["objects", ...path]),
      ),
    ],
    patches: [
      // A patch of the whole platform rests where its component is left out.
      ...(options.patches ?? []).filter(({ component }) => !scope.selection.isLeftOut(component)),
      ...(environment.patches ?? []),
    ].map(({ component, ...patch }) => ({ ...patch, component: scope.nameOf(component) })),
    gitops: resolveGitops(scope, secrets),
    images: Object.fromEntries(scope.usedImages),
    site: scope.parts.site,
  };
}

function rawObjects(
  objects: readonly RawObject["object"][] = [],
  place: (path: Path) => Where | undefined,
): RawObject[] {
  return objects.map((object, index) => ({
    object,
    site: { where: () => place([index]), at: (path) => place([index, ...path]) },
  }));
}
