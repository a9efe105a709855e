import type { Cluster } from "../client/cluster.ts";
import { type KubeObject, refOf, titleOf } from "../client/object.ts";
import { valueAt } from "../kubernetes/fields.ts";
import { fail } from "../problem.ts";

/** As kubectl's: a change by hand, which the next deploy shows as drift and takes back. */
const MANAGER = "slipway-scale-command";

/**
 * Sets the count of a workload's pods, until the next deploy.
 *
 * @throws ProblemError where an autoscaler would set it back
 */
export async function scale(
  cluster: Cluster,
  workload: KubeObject,
  replicas: number,
  signal?: AbortSignal,
): Promise<KubeObject> {
  const { kind, namespace, name } = refOf(workload);
  const query = { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", namespace };
  const { items } = await cluster.list(query, signal);
  const autoscaler = items.find(({ spec }) => {
    const target = valueAt(spec, ["scaleTargetRef"]);
    return valueAt(target, ["kind"]) === kind && valueAt(target, ["name"]) === name;
  });
  if (autoscaler)
    fail({
      message: `${titleOf(refOf(workload))} is scaled by ${titleOf(refOf(autoscaler))}, which would set it back`,
      instead: "the autoscaler's min and max in the definition, and a deploy",
    });
  const options = { type: "merge", manager: MANAGER } as const;
  return (await cluster.patch(refOf(workload), { spec: { replicas } }, options, signal)).object;
}
