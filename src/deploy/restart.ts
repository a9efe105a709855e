import type { Cluster } from "../client/cluster.ts";
import type { KubeObject, ObjectRef } from "../client/object.ts";
import { podTemplatePath } from "../kubernetes/pod-reads.ts";

/** Holds the annotation that restarts pods: the next deploy neither has it nor takes it away. */
const RESTART_MANAGER = "slipway-restart";

/** The annotation of `kubectl rollout restart`. */
const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

/** Kinds whose pods can be replaced by new ones of the same template, one after the other. */
export const RESTARTED: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

/** Has a workload replace its pods. */
export async function restart(
  cluster: Cluster,
  ref: ObjectRef,
  at: Date,
  signal?: AbortSignal,
): Promise<KubeObject> {
  const { apiVersion, kind, ...metadata } = ref;
  const annotations = { [RESTARTED_AT]: at.toISOString() };
  const path = [...(podTemplatePath(ref) ?? []), "metadata"];
  const change = path.reduceRight<object>((inner, step) => ({ [step]: inner }), { annotations });
  const object = { apiVersion, kind, metadata, ...change } as KubeObject;
  const written = await cluster.apply(object, { manager: RESTART_MANAGER, force: true }, signal);
  return written.object;
}
