import type { Environment } from "../environment.ts";
import { code } from "../purposes/purposes.ts";
import { isEncrypted } from "../sending.ts";
import { selectorText, type Workload } from "../workloads.ts";
import { apply, kubectl, labelled, slipway, word } from "./commands.ts";
import { type Chapter, type Part, procedure } from "./runbook.ts";

/** Deploying for the first time and any time after; the commands are the same. */
export function deployChapter(environment: Environment): Chapter {
  return {
    title: "Deploy",
    procedures: [
      ...procedure(
        "Look before",
        {
          text: "What is wrong with the definition, what it promises, and what a deployment would change in the cluster: your changes, and apart from them what others changed since the last one. Nothing is written.",
        },
        {
          script: [
            slipway(environment, "check"),
            slipway(environment, "test"),
            slipway(environment, "diff"),
            slipway(environment, "deploy", "--dry-run"),
          ],
        },
      ),
      ...procedure(
        "Deploy the platform",
        {
          text: `For the first deployment and for every later one. It shows what it will do, applies it in the order of [deployment.md](deployment.md), and waits until all is healthy, or ends with what failed, why, and what to do. One that was ended on its way is continued by the next. ${notes(environment)}`.trim(),
        },
        { script: [slipway(environment, "deploy")] },
        ...(environment.resolved.secrets.length > 0
          ? [{ text: "The first time, before it:" }, { see: ["Create the secrets"] }]
          : []),
        { see: ["Verify a deployment", "Roll back"] },
      ),
      ...procedure(
        "Deploy a new version",
        {
          text: `Of the images you build, a version other than the one in the platform file, as a CI job does with the tag that it has just built, such as ${code(tagOf(environment))}. With ${code("--auto-rollback")} the last good deployment comes back where this one fails.`,
        },
        { script: [slipway(environment, "deploy", '--tag "${TAG:?}" --auto-rollback')] },
      ),
      ...procedure("Deploy with kustomize", ...kustomized(environment)),
    ],
  };
}

/** What is asked of whoever deploys this environment. */
function notes({ resolved, rendered }: Environment): string {
  const { isProtected, cluster } = resolved;
  return [
    isProtected
      ? "What can hurt is asked about first; without a terminal `--yes` is the answer."
      : "",
    cluster.context === undefined ? "" : `It goes to the context ${code(cluster.context)} only.`,
    rendered.some(isEncrypted)
      ? "It needs `sops`, and the age key where `SOPS_AGE_KEY_FILE` says."
      : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** The same objects as a kustomize tree; what sops encrypted is opened by GitOps tools only. */
function kustomized(environment: Environment): Part[] {
  const { name, rendered, resolved } = environment;
  const overlay = `k8s/overlays/${word(name)}`;
  const opened = !rendered.some(isEncrypted);
  const tools = resolved.gitops
    ? ` ${code(`k8s/gitops/${name}.yaml`)} hands it to ${resolved.gitops.by === "flux" ? "Flux" : "Argo CD"}.`
    : "";
  return [
    {
      text: `One base, and an overlay for each environment that a person or a GitOps tool can review.${tools} ${opened ? "It takes the place of `slipway deploy`: everything is sent at once, in no order, and nothing is waited for." : "Secrets in it are encrypted with sops, which kubectl cannot open: apply it by a tool that can."}`,
    },
    {
      script: [
        "slipway render --format kustomize -o k8s",
        `kubectl kustomize ${overlay}`,
        ...(opened
          ? [`kubectl diff --server-side --force-conflicts -k ${overlay}`, `${apply} -k ${overlay}`]
          : []),
      ],
    },
  ];
}

/** Waits for the Job of this release, whatever the digest at the end of its name. */
export function jobDone(environment: Environment, job: Workload): string {
  const picked = labelled(jobLabel(environment, job));
  return `${kubectl(environment)} wait --for=condition=Complete jobs ${picked} --timeout=15m`;
}

/** Picks the Jobs of all releases. */
export function jobLabel({ resolved }: Environment, { entry, selector }: Workload): string {
  const label = entry.object.metadata.labels?.[resolved.selector];
  return label === undefined ? selector : selectorText({ [resolved.selector]: label });
}

/** The tag of the first own image; what `--tag` replaces. */
export function tagOf(environment: Environment): string {
  const images = environment.workloads
    .filter(({ role }) => role === "program")
    .flatMap(({ pod }) => pod.containers.flatMap(({ image }) => image ?? []));
  return images.map((image) => /:([\w.-]+)$/.exec(image)?.[1]).find((tag) => tag) ?? "v1.0.0";
}
