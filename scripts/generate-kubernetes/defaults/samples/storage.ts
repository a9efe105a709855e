import { CLAIM, each, GLOBAL, type Sample } from "./sample.ts";

export const STORAGE: Sample[] = [
  ...each("v1", "PersistentVolumeClaim", [CLAIM]),
  ...each(
    "v1",
    "PersistentVolume",
    [
      { accessModes: ["ReadWriteOnce"], capacity: { storage: "1Gi" }, hostPath: { path: "/p" } },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        csi: { driver: "d.example", volumeHandle: "h" },
      },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        nfs: { server: "s", path: "/p" },
      },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        iscsi: { targetPortal: "10.0.0.1", iqn: "iqn.2001-04.com.example:storage", lun: 0 },
      },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        rbd: { monitors: ["m"], image: "i" },
      },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        scaleIO: { gateway: "g", system: "s", secretRef: { name: "s" }, volumeName: "v" },
      },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        azureDisk: { diskName: "d", diskURI: "https://example.blob.core.windows.net/a/b.vhd" },
      },
    ],
    GLOBAL,
  ),
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: GLOBAL,
    provisioner: "p.example",
  },
  { apiVersion: "storage.k8s.io/v1", kind: "CSIDriver", metadata: GLOBAL, spec: {} },
];
