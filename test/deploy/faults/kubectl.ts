import { join } from "node:path";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import { allPodsReady } from "../../control-plane/pods.ts";
import { waitUntil } from "../../control-plane/wait.ts";
import type { Command, Trial } from "./kill.ts";
import { DEFINITION, writeSmall } from "./small.ts";

/** `kubectl apply --server-side` of the small platform: the definition first, then all of it. */
export function kubectlOfSmall(plane: ControlPlane, folder: string, namespace: string): Command {
  const target = writeSmall(folder, namespace);
  const apply = `"$KUBECTL" apply --server-side --cache-dir="$CACHE" -f`;
  const definition = join(target, DEFINITION);
  const established = `"$KUBECTL" wait --cache-dir="$CACHE" --for=condition=Established --timeout=30s -f`;
  return {
    program: "sh",
    args: ["-ec", `${apply} "$1"; ${established} "$1"; ${apply} "$2"`, "sh", definition, target],
    env: { KUBECTL: plane.kubectlProgram, CACHE: join(folder, "cache") },
  };
}

/** Kills of kubectl while it applies the small platform. */
export function trialOfKubectl(plane: ControlPlane, folder: string, prefix: string): Trial {
  return {
    plane,
    prefix,
    command: (namespace) => kubectlOfSmall(plane, folder, namespace),
    settle: (namespace) => settled(plane, namespace),
  };
}

/** Waits until the small platform runs, its autoscaler has had its say and its claims are bound. */
export async function settled(plane: ControlPlane, namespace: string): Promise<void> {
  await allPodsReady(plane, [namespace], 60_000);
  await waitUntil(
    `the small platform in ${namespace} to stand still`,
    async () => {
      const list = async (path: string) =>
        ((await plane.request("GET", path)).body as { items?: Loose[] }).items ?? [];
      const claims = await list(`/api/v1/namespaces/${namespace}/persistentvolumeclaims`);
      if (claims.some(({ status }) => status?.phase !== "Bound")) return "claims are not bound";
      const deployments = await list(`/apis/apps/v1/namespaces/${namespace}/deployments`);
      const [web] = deployments;
      return web?.status?.readyReplicas === 2 ? undefined : "the autoscaler has not asked for two";
    },
    60_000,
  );
}

interface Loose {
  readonly status?: { readonly phase?: string; readonly readyReplicas?: number };
}
