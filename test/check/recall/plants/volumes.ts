import { type Draft, type Fields, get, items, type Manifest, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

/** Deployments with claims of the tree. */
function claimed(draft: Draft) {
  return draft.pods("Deployment").flatMap(({ object, spec, steps }) =>
    items(spec, ["volumes"]).flatMap((volume, index) => {
      const name = String(get(volume, ["persistentVolumeClaim", "claimName"]));
      const claim = draft.find("PersistentVolumeClaim", name, object.metadata.namespace);
      return claim ? [{ object, claim, steps: [...steps, "volumes", index] }] : [];
    }),
  );
}

function scaled(draft: Draft, { metadata }: Manifest): boolean {
  return draft
    .of("HorizontalPodAutoscaler")
    .some((each) => get(each, ["spec", "scaleTargetRef", "name"]) === metadata.name);
}

export const volumes: readonly Plant[] = [
  {
    id: "shared-once",
    what: "ReadWriteOnce with more than one replica",
    rules: ["claim-on-one-node"],
    plant: (draft) => {
      const found = draft.one(
        claimed(draft).filter(
          ({ object, claim }) =>
            (scaled(draft, object) || Number(get(object, ["spec", "replicas"]) ?? 1) > 1) &&
            JSON.stringify(get(claim, ["spec", "accessModes"])) === '["ReadWriteMany"]',
        ),
      );
      if (!found) return undefined;
      set(found.claim, ["spec", "accessModes"], ["ReadWriteOnce"]);
      // A shared folder is for many nodes, whatever the claim says.
      const disks = draft
        .of("StorageClass")
        .find(({ provisioner }) => /\b(ebs|disk|pd)\b/.test(String(provisioner)));
      if (!disks) return undefined;
      set(found.claim, ["spec", "storageClassName"], disks.metadata.name);
      return [
        { object: found.claim, steps: ["spec", "accessModes"] },
        ...claimed(draft)
          .filter(({ claim }) => claim === found.claim)
          .map(({ object, steps }) => ({ object, steps })),
      ];
    },
  },
  {
    id: "surge-once",
    what: "ReadWriteOnce with a surging rolling update",
    rules: ["rollout-waits-for-claim", "claim-on-one-node", "single-pod-claim"],
    plant: (draft) => {
      const found = draft.one(
        claimed(draft).filter(
          ({ object, claim }) =>
            get(object, ["spec", "strategy", "type"]) === "Recreate" &&
            /Once/.test(JSON.stringify(get(claim, ["spec", "accessModes"]))),
        ),
      );
      if (!found) return undefined;
      set(found.object, ["spec", "strategy"], { type: "RollingUpdate" });
      return [
        { object: found.object, steps: ["spec", "strategy"] },
        { object: found.object, steps: found.steps },
      ];
    },
  },
  {
    id: "nested-subpath",
    what: "a file mounted by subPath inside a ConfigMap's folder",
    rules: ["nested-file-mount", "missing-subpath"],
    plant: (draft) => {
      const found = draft.one(
        draft.containers("Deployment", "StatefulSet").flatMap(({ object, container, spec, at }) =>
          items(container, ["volumeMounts"]).flatMap((mount) => {
            const volume = items(spec, ["volumes"]).find(({ name }) => name === mount.name);
            const isConfig = volume?.configMap !== undefined && mount.subPath === undefined;
            return isConfig ? [{ object, container, mount, at }] : [];
          }),
        ),
      );
      if (!found) return undefined;
      const mounts = found.container.volumeMounts as Fields[];
      const mountPath = `${String(found.mount.mountPath).replace(/\/$/, "")}/planted.txt`;
      mounts.push({ name: found.mount.name, mountPath, subPath: "planted.txt" });
      return [{ object: found.object, steps: [...found.at, "volumeMounts", mounts.length - 1] }];
    },
  },
  {
    id: "read-only-without-paths",
    what: "a known program whose root is read-only and whose paths are not mounted",
    rules: ["unwritable-path"],
    plant: (draft) => {
      const found = draft.one(
        draft
          .containers("Deployment", "StatefulSet")
          .filter(
            ({ container }) =>
              /(^|\/)(nginx|postgres|prometheus|grafana)(:|@|-)/.test(String(container.image)) &&
              !/exporter/.test(String(container.image)),
          ),
      );
      if (!found) return undefined;
      set(found.container, ["securityContext", "readOnlyRootFilesystem"], true);
      const scratch = items(found.spec, ["volumes"])
        .filter(({ emptyDir }) => emptyDir !== undefined)
        .map(({ name }) => name);
      for (const mount of items(found.container, ["volumeMounts"]))
        if (scratch.includes(mount.name)) mount.mountPath = `/planted${mount.mountPath}`;
      return [{ object: found.object, steps: found.at }];
    },
  },
  {
    id: "shared-by-many",
    what: "ReadWriteMany on a class that can't",
    rules: ["claim-mode-refused"],
    plant: (draft) => {
      const object = draft.one(draft.of("PersistentVolumeClaim"));
      if (!object) return undefined;
      draft.add({
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: { name: "planted-disks" },
        provisioner: "ebs.csi.aws.com",
      });
      set(object, ["spec", "storageClassName"], "planted-disks");
      set(object, ["spec", "accessModes"], ["ReadWriteMany"]);
      return [{ object, steps: ["spec", "accessModes"] }];
    },
  },
];
