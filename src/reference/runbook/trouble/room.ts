import type { Environment } from "../../environment.ts";
import { kubectl, labelled, podOf, programs, stores } from "../commands.ts";
import type { Part } from "../runbook.ts";

export function scaling(environment: Environment): Part[] {
  const k = kubectl(environment);
  const names = programs(environment).flatMap(({ autoscaler }) => autoscaler ?? []);
  if (names.length === 0) return [];
  return [
    {
      script: [
        ...names.map((name) => `${k} describe hpa ${name}`),
        `${k} top pods`,
        "kubectl get apiservices",
      ],
    },
    {
      list: [
        "`<unknown>` among the targets: metrics-server, or the adapter of a custom metric, does not answer (`AVAILABLE` is not `True`).",
        "`ScalingLimited`: it is at its maximum; raise `max` in the platform file, with an eye on the quota.",
        "`ScalingDisabled`: somebody scaled to 0; scale to the minimum, and it goes on.",
        "*exceeded quota* in the events: the namespace may not have more pods.",
      ],
    },
    { see: ["Check what the cluster must have", "Scale by hand"] },
  ];
}

export function volumes(environment: Environment): Part[] {
  const k = kubectl(environment);
  const mounted = [...stores(environment), ...programs(environment)].flatMap((workload) => {
    const claims = new Set(
      (workload.pod.volumes ?? []).flatMap(({ name, persistentVolumeClaim }) =>
        persistentVolumeClaim ? [name] : [],
      ),
    );
    const [main] = workload.pod.containers;
    const own = new Set((workload.pod.volumes ?? []).map(({ name }) => name));
    const paths = (main?.volumeMounts ?? [])
      .filter(({ name }) => claims.has(name) || !own.has(name))
      .map(({ mountPath }) => mountPath);
    return paths.length === 0
      ? []
      : [`${k} exec ${podOf(environment, workload)} -c ${main?.name} -- df -h ${paths.join(" ")}`];
  });
  if (mounted.length === 0) return [];
  return [
    {
      text: "How full each volume is, seen from a pod that mounts it; and whether a node itself is short of disk, which evicts pods:",
    },
    {
      script: [
        ...mounted,
        `${k} get pods --field-selector status.phase=Failed`,
        "kubectl describe nodes",
      ],
    },
    { see: ["Make a volume larger", "Clean up"] },
  ];
}

export function backups(environment: Environment): Part[] {
  const k = kubectl(environment);
  const all = environment.workloads.filter(({ role }) => role === "backup");
  if (all.length === 0) return [];
  return [
    {
      script: all.flatMap(({ selector }) => [
        `${k} describe pods ${labelled(selector)}`,
        `${k} logs ${labelled(selector)} --tail=-1 --prefix`,
      ]),
    },
    {
      list: [
        "*No space left on device*: make the volume of the dumps larger, or keep fewer of them.",
        "The pod is Pending: it must be on the node of the data store, because both mount one volume.",
        "A dump that cannot be read back is not kept: look at the data store.",
      ],
    },
    { see: ["Make a volume larger", "Back up by hand"] },
  ];
}
