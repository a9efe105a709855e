import type { Environment } from "../environment.ts";
import { isClusterWide } from "../given.ts";
import { needsOf } from "../needs.ts";
import { kubectl } from "./commands.ts";
import { type Chapter, procedure } from "./runbook.ts";
import { secretSteps } from "./secrets.ts";

/** What must be there before the platform comes. */
export function beforeChapter(environment: Environment): Chapter {
  const { resolved, rendered } = environment;
  const needs = needsOf(environment);
  const byHand = resolved.secrets.filter(({ from }) => from.from === "existing");
  const wide = [...new Set(rendered.filter(isClusterWide).map(({ object }) => object.kind))];
  const can = (verb: string, what: string) => `kubectl auth can-i ${verb} ${what}`;
  return {
    title: "Before the first deployment",
    procedures: [
      ...procedure(
        "Check the tools and the cluster",
        {
          text: `kubectl must point at the right cluster, be at most one minor version away from it, and its user must be allowed to make what is rendered. What is rendered is for Kubernetes ${resolved.cluster.kubernetes}.`,
        },
        {
          script: [
            "kubectl config current-context",
            "kubectl version",
            "kubectl cluster-info",
            "kubectl get nodes",
            `${can("create", "deployments.apps")} -n ${resolved.namespace}`,
            ...(wide.includes("ClusterRole") ? [can("create", "clusterroles")] : []),
            ...(wide.includes("StorageClass") ? [can("create", "storageclasses")] : []),
          ],
        },
      ),
      ...procedure(
        "Check what the cluster must have",
        {
          text: "[deployment.md](deployment.md#what-the-cluster-must-have) says what each is for and where it comes from. Each command fails, or shows nothing, where something is missing.",
        },
        {
          script: needs.flatMap(({ title, checks }) =>
            checks.length > 0 ? [`# ${title.replaceAll("`", "")}`, ...checks] : [],
          ),
        },
        {
          text: "Whether the network enforces policies no command can tell: [network.md](network.md) says what must be closed; try one of it after the deployment.",
        },
      ),
      ...procedure(
        "Create the secrets",
        ...(resolved.secrets.length > 0
          ? [
              {
                text: `Secrets come from where [configuration.md](configuration.md#secrets) says, and are never rendered in plain text.${when(environment)}`,
              },
              ...(byHand.length > 0 ? [{ script: [namespaceMade(resolved.namespace)] }] : []),
              ...resolved.secrets.flatMap((secret) => secretSteps(environment, secret)),
              { script: [`${kubectl(environment)} get secrets`] },
            ]
          : []),
      ),
    ],
  };
}

/** The deployment uses a namespace that is there and holds nothing against it. */
function namespaceMade(namespace: string): string {
  return `kubectl get namespace ${namespace} || kubectl create namespace ${namespace}`;
}

/** When values are sent, which depends on who sends them. */
function when({ resolved }: Environment): string {
  const ends = new Set(resolved.secrets.map(({ from }) => from.from));
  const sealed = ends.has("sealedSecrets") || ends.has("sops");
  return [
    ends.has("existing")
      ? " Those that are created by hand come before the first deployment, into a namespace that it will use."
      : "",
    sealed
      ? " Those that are encrypted are sealed before anything is rendered, once, and committed."
      : "",
  ].join("");
}
