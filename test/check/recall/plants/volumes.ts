import { type Fields, get, items, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

export const volumes: readonly Plant[] = [
  {
    id: "shared-once",
    what: "a ReadWriteOnce claim with several replicas",
    plant: (draft) => {
      const found = draft.one(
        draft.pods("Deployment").flatMap(({ object, spec, steps }) =>
          items(spec, ["volumes"]).flatMap((volume, index) => {
            const name = get(volume, ["persistentVolumeClaim", "claimName"]);
            const claim = draft.find(
              "PersistentVolumeClaim",
              String(name),
              object.metadata.namespace,
            );
            return claim ? [{ object, claim, steps: [...steps, "volumes", index] }] : [];
          }),
        ),
      );
      if (!found) return undefined;
      set(found.claim, ["spec", "accessModes"], ["ReadWriteOnce"]);
      set(found.claim, ["spec", "storageClassName"], "gp3");
      set(found.object, ["spec", "replicas"], 3);
      set(found.object, ["spec", "strategy"], { type: "RollingUpdate" });
      return [
        { object: found.object, steps: found.steps },
        { object: found.claim, steps: ["spec", "accessModes"] },
        { object: found.object, steps: ["spec", "replicas"] },
        { object: found.object, steps: ["spec", "strategy"] },
      ];
    },
  },
  {
    id: "nested-subpath",
    what: "a file mounted by subPath inside a ConfigMap's folder",
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
    plant: (draft) => {
      const found = draft.one(
        draft
          .containers("Deployment", "StatefulSet")
          .filter(({ container }) =>
            /(^|\/)(nginx|redis|postgres|prometheus|grafana)(:|@|-)/.test(String(container.image)),
          ),
      );
      if (!found) return undefined;
      set(found.container, ["securityContext", "readOnlyRootFilesystem"], true);
      found.container.volumeMounts = items(found.container, ["volumeMounts"]).filter(({ name }) => {
        const volume = items(found.spec, ["volumes"]).find((each) => each.name === name);
        return volume?.configMap !== undefined || volume?.secret !== undefined;
      });
      return [{ object: found.object, steps: found.at }];
    },
  },
];
