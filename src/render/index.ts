import { nameProblem, statefulSetPodsProblem } from "../kubernetes/object-names.ts";
import { minorOf } from "../kubernetes/versions.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import { type Problem, ProblemError } from "../problem.ts";
import { renderPostgresCluster } from "./cloudnative-pg.ts";
import { renderConfigs } from "./config.ts";
import { withConfigDigests } from "./config-digest.ts";
import { fitGitops } from "./gitops.ts";
import { renderCronJob, renderJob } from "./jobs.ts";
import { renderMonitoring } from "./monitoring.ts";
import { renderNamespace } from "./namespace.ts";
import { renderNetworkPolicies } from "./network-policy.ts";
import { renderObjects } from "./objects.ts";
import { applyPatches } from "./patches.ts";
import { plainKeys, plainTextProblem } from "./plain-text.ts";
import { renderPostgres } from "./postgres.ts";
import { renderRedis } from "./redis.ts";
import type { Rendered } from "./rendered.ts";
import { renderRoutes } from "./routes.ts";
import { renderScaling } from "./scaling.ts";
import { renderSecrets, type Sealed } from "./secrets.ts";
import { renderAccounts, renderAdmissions, renderClusterAccess } from "./security.ts";
import { renderServices } from "./services.ts";
import { renderSite } from "./site.ts";
import { renderPriorities, renderStorage } from "./storage.ts";
import { renderWorkload } from "./workload.ts";

export type { Rendered } from "./rendered.ts";
export type { Sealed } from "./secrets.ts";

/**
 * Every object of a platform in one environment, in an order in which they can be applied.
 *
 * @param sealed The encrypted Secrets that are committed beside the platform file; `renderEnvironment`
 *   of `load/` reads them.
 * @throws ProblemError for names the API server would refuse, two objects with one identity, patches
 *   without effect, encrypted Secrets that are not there, and Secrets in plain text.
 */
export function render(resolved: Resolved, sealed: Sealed = new Map()): readonly Rendered[] {
  const problems: Problem[] = [];
  const rendered = [
    ...renderNamespace(resolved),
    ...renderPriorities(resolved),
    ...renderStorage(resolved),
    ...renderAccounts(resolved),
    ...renderClusterAccess(resolved),
    ...renderAdmissions(resolved),
    ...renderNetworkPolicies(resolved),
    ...renderConfigs(resolved),
    ...renderSecrets(resolved, sealed, problems),
    ...resolved.postgres.flatMap((store) => renderPostgres(resolved, store)),
    ...resolved.postgresClusters.flatMap((cluster) => renderPostgresCluster(resolved, cluster)),
    ...resolved.redis.flatMap((store) => renderRedis(resolved, store)),
    ...resolved.sites.flatMap((site) => renderSite(resolved, site)),
    ...resolved.jobs.flatMap((job) => renderJob(resolved, job)),
    ...resolved.running.flatMap((program) => [
      ...renderWorkload(resolved, program),
      ...renderServices(resolved, program),
      ...renderScaling(resolved, program),
    ]),
    ...resolved.crons.flatMap((cron) => renderCronJob(resolved, cron)),
    ...renderRoutes(resolved),
    ...renderMonitoring(resolved),
    ...renderObjects(resolved),
  ];
  const patched = applyPatches(resolved, fitGitops(resolved, rendered), problems);
  const minor = minorOf(resolved.cluster.kubernetes);
  for (const entry of patched) checkName(entry, minor, problems);
  checkIdentities(patched, problems);
  checkPlainText(patched, problems);
  if (problems.length > 0) throw new ProblemError(problems);
  return withConfigDigests(patched);
}

function checkName(
  { object, site }: Rendered,
  minor: number | undefined,
  problems: Problem[],
): void {
  const name = object.metadata?.name ?? "";
  const ofPods = object.kind === "StatefulSet" ? statefulSetPodsProblem(name) : undefined;
  const problem = nameProblem(object.kind, name, minor) ?? ofPods;
  if (problem !== undefined)
    problems.push({ message: `${object.kind}: ${problem}`, where: site.where() });
}

function checkPlainText(rendered: readonly Rendered[], problems: Problem[]): void {
  for (const { object, site } of rendered) {
    const keys = plainKeys(object);
    if (keys.length === 0) continue;
    problems.push({ ...plainTextProblem(object, keys), where: site.where() });
  }
}

/** Two objects with one identity: the second would silently replace the first. */
function checkIdentities(rendered: readonly Rendered[], problems: Problem[]): void {
  const seen = new Map<string, Rendered>();
  for (const entry of rendered) {
    const { apiVersion, kind, metadata } = entry.object;
    const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
    const identity = [group, kind, metadata.namespace ?? "", metadata.name].join("/");
    const first = seen.get(identity);
    if (!first) {
      seen.set(identity, entry);
      continue;
    }
    const where = first.site.where();
    problems.push({
      message: `two objects are both ${kind} ${metadata.name}`,
      where: entry.site.where(),
      why: where && `the first comes from line ${where.line}`,
      instead: "another name for one of them",
    });
  }
}
