import { scaleOf } from "../graphs/rollout/scale.ts";
import { foundAt } from "../objects/found.ts";
import { listed } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { type HostPath, hostPaths } from "./shared/host-paths.ts";
import { counted } from "./shared/tell.ts";

const WITH_DATA = `${POD}      volumeMounts: [{ name: data, mountPath: /data }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;

export const hostPath: Rule = {
  id: "host-path",
  layer: "practice",
  severity: "info",
  title: "pods that keep to files of their node",
  why: "on another node the files are others: a pod that moves loses its data, and one that is to stay cannot be moved. It matters with more than one node",
  fix: "use a PersistentVolumeClaim; for a certificate or the time zone, the image",
  bad: changed(
    WITH_DATA,
    "persistentVolumeClaim: { claimName: data }",
    "hostPath: { path: /srv/data }",
  ),
  good: WITH_DATA,
  find: (world) =>
    [...Map.groupBy(hostPaths(world), ({ workload }) => workload)].flatMap(([{ item }, all]) => {
      // Several pods that write there are told for that.
      const isShared = (scaleOf(world, item)?.minimum ?? 1) > 1;
      const told = all.filter(
        ({ danger, on, isWritable }) =>
          danger === "some" && !HARMLESS.test(on) && !(isShared && isWritable),
      );
      const [first] = told as [HostPath, ...HostPath[]];
      if (!first) return [];
      const paths = listed(told.map(({ on }) => on));
      const message = `${counted(told.length, "volume")} of the pods ${told.length > 1 ? "are" : "is"} the node's ${paths}`;
      return [foundAt(item, first.path, message)];
    }),
};

/** The same on every node, and read alone. */
const HARMLESS =
  /^\/etc\/(?:localtime|timezone|ssl|pki|ca-certificates)(?:\/|$)|^\/lib\/modules$|^\/usr\/share\//;
