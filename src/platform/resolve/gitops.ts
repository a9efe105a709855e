import { posix } from "node:path";
import { didYouMean } from "../../closest.ts";
import { dns1123SubdomainProblem } from "../../kubernetes/names.ts";
import type { ResolvedGitops, ResolvedSecret } from "./resolved.ts";
import type { Scope } from "./scope.ts";

/** The cluster that Argo CD itself runs in. */
const ownCluster = "https://kubernetes.default.svc";

export function resolveGitops(
  scope: Scope,
  secrets: readonly ResolvedSecret[],
): ResolvedGitops | undefined {
  const { parts, environmentName: environment } = scope;
  const { gitops, environments } = parts.options;
  if (gitops === undefined) return undefined;
  const name = `${parts.name}-${environment}`;
  const report = (message: string, path: readonly string[], instead?: string) =>
    scope.problems.push({ message, where: parts.site.at(path), instead });
  const problem = dns1123SubdomainProblem(name);
  if (problem !== undefined)
    report(`gitops: an environment's objects are called ${name}: ${problem}`, [
      "environments",
      environment,
    ]);
  const path = posix.join(gitops.path, "overlays", environment);
  if (gitops.by === "flux") {
    const { repo, branch = "main", interval = "5m", namespace = "flux-system", login } = gitops;
    const isEncrypted = secrets.some(({ from }) => from.from === "sops");
    const ageKey = isEncrypted ? (gitops.ageKey ?? "sops-age") : undefined;
    return { by: "flux", name, repo, path, branch, interval, namespace, login, ageKey };
  }
  const { repo, revision = "HEAD", project = "default", namespace = "argocd" } = gitops;
  const known = Object.keys(environments);
  for (const key of Object.keys(gitops.servers ?? {})) {
    if (!known.includes(key))
      report(
        `gitops: servers names "${key}", which is no environment`,
        ["gitops"],
        didYouMean(key, known),
      );
  }
  const server = gitops.servers?.[environment] ?? ownCluster;
  const isAutomatic = gitops.sync !== "manual";
  return { by: "argocd", name, repo, path, revision, project, namespace, server, isAutomatic };
}
