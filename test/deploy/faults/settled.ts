import type { ControlPlane } from "../../control-plane/control-plane.ts";
import { allPodsReady } from "../../control-plane/pods.ts";
import { waitUntil } from "../../control-plane/wait.ts";

interface Loose {
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly minReplicas?: number;
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
  };
  readonly status?: { readonly phase?: string; readonly readyReplicas?: number };
}

/**
 * Waits until all pods of a namespace run, its claims are bound and its autoscalers have had their say.
 *
 * @param timeout milliseconds for each; default a minute
 */
export async function settled(
  plane: ControlPlane,
  namespace: string,
  timeout = 60_000,
): Promise<void> {
  await allPodsReady(plane, [namespace], timeout);
  const list = async (group: string, resource: string) => {
    const path = `${group}/namespaces/${namespace}/${resource}`;
    return ((await plane.request("GET", path)).body as { items?: Loose[] }).items ?? [];
  };
  await waitUntil(
    `${namespace} to stand still`,
    async () => {
      const claims = await list("/api/v1", "persistentvolumeclaims");
      if (claims.some(({ status }) => status?.phase !== "Bound")) return "claims are not bound";
      const scalers = await list("/apis/autoscaling/v2", "horizontalpodautoscalers");
      const deployments = await list("/apis/apps/v1", "deployments");
      const readyOf = (name = "") =>
        deployments.find(({ metadata }) => metadata.name === name)?.status?.readyReplicas ?? 0;
      const waiting = scalers.filter(
        ({ spec: { minReplicas = 1, scaleTargetRef: of } = {} }) =>
          of?.kind === "Deployment" && readyOf(of.name) < minReplicas,
      );
      if (waiting.length === 0) return undefined;
      const names = waiting.map(({ metadata }) => metadata.name);
      return `autoscalers have not asked for their least: ${names}`;
    },
    timeout,
  );
}
