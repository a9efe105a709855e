import { removedIn } from "../kubernetes/removals.ts";
import type { Kinds } from "../kubernetes/types/index.ts";
import type { Environment } from "./environment.ts";
import { ofKind } from "./given.ts";
import { code, listed } from "./purposes/purposes.ts";

/** Something that older instructions ask for, and what takes its place here. */
export interface Replacement {
  readonly instead: string;
  readonly here: string;
  readonly why: string;
}

/** What is rendered in place of what is obsolete or unsafe, as far as this platform has it. */
export function replacements(environments: readonly Environment[]): readonly Replacement[] {
  const has = (kind: keyof Kinds) => environments.some((each) => ofKind(each, kind).length > 0);
  return [podSecurity(environments), ...secrets(environments), ...others(environments, has)];
}

/** What this platform still uses although it is on its way out. */
export function cautions(environments: readonly Environment[]): readonly string[] {
  const nginx = environments.filter(
    (each) => ofKind(each, "Ingress").length > 0 && each.resolved.cluster.ingress.class === "nginx",
  );
  if (nginx.length === 0) return [];
  return [
    `ingress-nginx is no longer maintained, and ${listed(nginx.map(({ name }) => name))} ${nginx.length === 1 ? "uses" : "use"} it. With ${code("cluster: { gateway: … }")} in an environment the same routes become a Gateway of Envoy Gateway.`,
  ];
}

function podSecurity(environments: readonly Environment[]): Replacement {
  const levels = [...new Set(environments.map(({ resolved }) => resolved.podSecurity))];
  const removal = removedIn("policy/v1beta1", "PodSecurityPolicy");
  return {
    instead: "PodSecurityPolicy",
    here: `the label ${code("pod-security.kubernetes.io/enforce")} of the namespace (${levels.join(", ")}), and the same rules written on every pod`,
    why: `Kubernetes 1.${removal?.minor} removed it`,
  };
}

function secrets(environments: readonly Environment[]): Replacement[] {
  const ends = new Set(
    environments.flatMap(({ resolved }) => resolved.secrets.map(({ from }) => from.from)),
  );
  if (ends.size === 0) return [];
  return [
    {
      instead: "Secrets in plain text or base64 among the manifests",
      here: "no Secret is rendered; [configuration.md](configuration.md#secrets) says where each comes from",
      why: "base64 is no encryption, and what was committed once is known for ever",
    },
  ];
}

function others(
  environments: readonly Environment[],
  has: (kind: keyof Kinds) => boolean,
): Replacement[] {
  const migrates = environments.some(({ workloads }) =>
    workloads.some(({ role }) => role === "migration"),
  );
  const automatic = environments.some(({ resolved }) =>
    resolved.running.some(({ vertical }) => vertical !== undefined),
  );
  const tags = [...new Set(environments.flatMap(({ workloads }) => workloads.flatMap(latest)))];
  return [
    ...(has("HorizontalPodAutoscaler")
      ? [
          row(
            "HorizontalPodAutoscaler v2beta1, v2beta2",
            "autoscaling/v2",
            "Kubernetes 1.25 and 1.26 removed the betas",
          ),
        ]
      : []),
    ...(has("PodDisruptionBudget")
      ? [row("PodDisruptionBudget v1beta1", "policy/v1", "Kubernetes 1.25 removed the beta")]
      : []),
    ...(has("ExternalSecret")
      ? [
          row(
            "ExternalSecret v1beta1",
            "external-secrets.io/v1",
            "the operator no longer serves the beta",
          ),
        ]
      : []),
    ...(has("ValidatingAdmissionPolicy")
      ? [
          row(
            "constraints of OPA Gatekeeper",
            "ValidatingAdmissionPolicy",
            "the API server checks by itself; no webhook can be down",
          ),
        ]
      : []),
    ...(automatic
      ? [
          {
            instead: "VerticalPodAutoscaler with the mode `Auto`",
            here: "a mode that says what it does",
            why: "`Auto` is deprecated; with an autoscaler by CPU or memory beside it, the two would work against each other",
          },
        ]
      : []),
    ...(migrates
      ? [
          {
            instead: "migrations in an init container of every replica",
            here: "a Job for each release, before the programs",
            why: "replicas that start together would migrate together",
          },
        ]
      : []),
    ...(tags.length === 0
      ? [
          {
            instead: "images with the tag `latest`",
            here: "a tag for each environment",
            why: "nobody can say what `latest` runs, or go back to it",
          },
        ]
      : []),
  ];
}

function row(instead: string, here: string, why: string): Replacement {
  return { instead, here: listed([here]), why };
}

function latest({ pod }: Environment["workloads"][number]): string[] {
  return [...pod.containers, ...(pod.initContainers ?? [])].flatMap(({ image = "" }) =>
    /:latest$|^[^:@]*(:\d+\/[^:@]*)?$/.test(image) ? [image] : [],
  );
}
