import type {
  AnyObject,
  Application,
  GitRepository,
  KubernetesObject,
  Kustomization,
} from "../kubernetes/types/index.ts";
import type { Resolved, ResolvedGitops } from "../platform/resolve/index.ts";
import { compact, type Rendered } from "./rendered.ts";

/** What makes Argo CD or Flux apply the environment's overlay; nothing where neither does. */
export function renderGitops(resolved: Resolved): KubernetesObject[] {
  const { gitops, namespace } = resolved;
  if (gitops === undefined) return [];
  return gitops.by === "argocd" ? [application(gitops, namespace)] : flux(gitops);
}

type By<B extends ResolvedGitops["by"]> = Extract<ResolvedGitops, { by: B }>;

function application(argocd: By<"argocd">, namespace: string): Application {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: argocd.name, namespace: argocd.namespace },
    spec: {
      project: argocd.project,
      source: { repoURL: argocd.repo, path: argocd.path, targetRevision: argocd.revision },
      destination: { server: argocd.server, namespace },
      syncPolicy: compact({
        automated: argocd.isAutomatic ? { prune: true, selfHeal: true } : undefined,
        syncOptions: ["ServerSideApply=true"],
      }),
    },
  };
}

function flux(given: By<"flux">): [GitRepository, Kustomization] {
  const { name, namespace, interval, login, ageKey } = given;
  const metadata = { name, namespace };
  return [
    {
      apiVersion: "source.toolkit.fluxcd.io/v1",
      kind: "GitRepository",
      metadata,
      spec: compact({
        interval,
        url: given.repo,
        ref: { branch: given.branch },
        secretRef: login === undefined ? undefined : { name: login },
      }),
    },
    {
      apiVersion: "kustomize.toolkit.fluxcd.io/v1",
      kind: "Kustomization",
      metadata,
      spec: compact({
        interval,
        path: `./${given.path}`,
        prune: true,
        wait: true,
        sourceRef: { kind: "GitRepository" as const, name },
        decryption:
          ageKey === undefined
            ? undefined
            : { provider: "sops" as const, secretRef: { name: ageKey } },
      }),
    },
  ];
}

/**
 * Fits objects to a tool that applies them again and again. It would run a Job anew whenever it has
 * cleaned itself up, stop at a Job that another image changes, and delete volumes and databases that
 * are no longer rendered.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/ and sync-options/
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources
 */
export function fitGitops({ gitops }: Resolved, rendered: readonly Rendered[]): Rendered[] {
  if (gitops === undefined) return [...rendered];
  const { job, data } = notes[gitops.by];
  return rendered.map((entry) => {
    const { object } = entry;
    if (entry.groups.includes("objects")) return entry;
    if (holdsData(object)) return { ...entry, object: annotated(object, data) };
    if (object.kind !== "Job") return entry;
    return { ...entry, object: annotated(gitops.by === "flux" ? kept(object) : object, job) };
  });
}

const notes = {
  argocd: {
    job: {
      "argocd.argoproj.io/hook": "Sync",
      "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation",
    },
    data: { "argocd.argoproj.io/sync-options": "Prune=false" },
  },
  flux: {
    job: { "kustomize.toolkit.fluxcd.io/force": "enabled" },
    data: { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
  },
};

function holdsData({ apiVersion, kind }: KubernetesObject | AnyObject): boolean {
  const isDatabase = apiVersion.startsWith("postgresql.cnpg.io/") && kind === "Cluster";
  return kind === "PersistentVolumeClaim" || isDatabase;
}

function annotated(object: KubernetesObject | AnyObject, notes: Readonly<Record<string, string>>) {
  const { metadata } = object;
  const annotations = { ...metadata.annotations, ...notes };
  return { ...object, metadata: { ...metadata, annotations } } as AnyObject;
}

/** A Job that does not remove itself; Flux prunes it when another takes its place. */
function kept(object: KubernetesObject | AnyObject): AnyObject {
  const { ttlSecondsAfterFinished: _, ...spec } = (object as AnyObject).spec as Record<
    string,
    unknown
  >;
  return { ...object, spec } as AnyObject;
}
