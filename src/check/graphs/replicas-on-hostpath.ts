import { foundAt } from "../objects/found.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { countOf } from "./capacity/scale.ts";
import { mountsOf } from "./volumes/mounts.ts";
import { isTogether } from "./volumes/together.ts";

export const replicasOnHostpath: Rule = {
  id: "replicas-on-hostpath",
  layer: "graphs",
  severity: "info",
  title: "replicas that write into a folder of whatever node they are on",
  why: "each node has a folder of its own: replicas see different files, and a pod that moves leaves its files behind",
  fix: "take a PersistentVolumeClaim, or a DaemonSet if the node is what matters",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: example.com/web:v1, volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, hostPath: { path: /srv/web } }]
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: example.com/web:v1, volumeMounts: [{ name: zone, mountPath: /etc/localtime, readOnly: true }] }]
      volumes: [{ name: zone, hostPath: { path: /etc/localtime } }]
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const workload of workloads(world)) {
      const { item, spec, specPath } = workload;
      const volumes = spec.volumes ?? [];
      if (item.kind === "DaemonSet" || !volumes.some(({ hostPath }) => hostPath)) continue;
      if ((countOf(world, workload)?.most ?? 0) < 2 || isTogether(spec)) continue;
      const written = new Set(
        workload.containers.flatMap((placed) =>
          mountsOf(workload, placed).flatMap(({ mount }) => (mount.readOnly ? [] : [mount.name])),
        ),
      );
      const index = volumes.findIndex(
        ({ name, hostPath }) => hostPath && written.has(name) && isData(hostPath),
      );
      const path = volumes[index]?.hostPath?.path;
      if (path === undefined) continue;
      const at = specPath.field("volumes").index(index).field("hostPath", "path");
      yield foundAt(item, at, `each replica writes into ${path} of its own node`);
    }
  },
};

/** What belongs to the node's own system is not data of a program. */
const SYSTEM =
  /^\/(dev|proc|sys|run|var\/run|etc|usr|lib|boot|opt\/cni|var\/log|var\/lib\/(kubelet|docker|containerd|cni|calico|rook|etcd|kube-proxy))(\/|$)|^\/$/;
const FILES: ReadonlySet<string> = new Set(["Socket", "CharDevice", "BlockDevice", "File"]);

function isData({
  path = "",
  type = "",
}: {
  path?: string | undefined;
  type?: string | undefined;
}) {
  return !FILES.has(type) && !SYSTEM.test(path);
}
