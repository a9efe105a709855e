/**
 * Pod specs that together use each part of a pod whose defaults the server sets, written as short
 * as it accepts.
 */
export const POD_SPECS: readonly Record<string, unknown>[] = [
  pod({}),
  pod({ image: "registry.example/app:1.2" }),
  pod({ image: `app@sha256:${"0".repeat(64)}` }),
  pod({ image: "app:latest" }),
  pod({ ports: [{ containerPort: 80 }, { containerPort: 53, protocol: "UDP" }] }),
  pod({
    livenessProbe: { httpGet: { port: 80 } },
    readinessProbe: { tcpSocket: { port: 80 } },
    startupProbe: { exec: { command: ["true"] } },
  }),
  pod({ livenessProbe: { grpc: { port: 80 } } }),
  pod({
    lifecycle: { postStart: { httpGet: { port: 80 } }, preStop: { sleep: { seconds: 1 } } },
    securityContext: {
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
  }),
  pod({
    env: [
      { name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "B", valueFrom: { resourceFieldRef: { resource: "limits.cpu" } } },
      { name: "C", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
      { name: "D", valueFrom: { configMapKeyRef: { name: "s", key: "k" } } },
    ],
    envFrom: [{ configMapRef: { name: "c" } }, { secretRef: { name: "s" } }],
    resources: { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m" } },
  }),
  pod({ resources: { limits: { cpu: "1" } } }),
  pod({ volumeMounts: [{ name: "v", mountPath: "/v" }] }, { volumes: [{ name: "v" }] }),
  pod(
    {},
    {
      hostNetwork: true,
      initContainers: [
        { name: "i", image: "i" },
        {
          name: "sidecar",
          image: "i:1",
          restartPolicy: "Always",
          livenessProbe: { httpGet: { port: 1 } },
        },
      ],
    },
  ),
  pod({ ports: [{ containerPort: 8080 }] }, { hostNetwork: true }),
  pod({}, { volumes: VOLUMES() }),
  pod({}, { volumes: [{ name: "v", image: { reference: "registry.example/data" } }] }),
  pod(
    {},
    {
      securityContext: { sysctls: [{ name: "kernel.shm_rmid_forced", value: "1" }], runAsUser: 1 },
      tolerations: [{ key: "a" }],
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" },
      ],
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "zone" }],
        },
      },
      dnsConfig: { options: [{ name: "ndots" }] },
      hostAliases: [{ ip: "10.0.0.1", hostnames: ["a"] }],
      readinessGates: [{ conditionType: "a.example/b" }],
    },
  ),
];

/** Each sort of volume that the server accepts without an object beside it. */
function VOLUMES(): Record<string, unknown>[] {
  const sorts: Record<string, unknown> = {
    emptyDir: {},
    configMap: { name: "c" },
    secret: { secretName: "s" },
    downwardAPI: { items: [{ path: "p", fieldRef: { fieldPath: "metadata.name" } }] },
    projected: {
      sources: [
        { serviceAccountToken: { path: "t" } },
        { configMap: { name: "c" } },
        { secret: { name: "s" } },
        { downwardAPI: { items: [{ path: "p", fieldRef: { fieldPath: "metadata.name" } }] } },
      ],
    },
    persistentVolumeClaim: { claimName: "p" },
    ephemeral: {
      volumeClaimTemplate: {
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
      },
    },
    hostPath: { path: "/h" },
    nfs: { server: "s", path: "/p" },
    csi: { driver: "d.example" },
    iscsi: { targetPortal: "10.0.0.1", iqn: "iqn.2001-04.com.example:storage", lun: 0 },
    rbd: { monitors: ["m"], image: "i" },
    azureDisk: { diskName: "d", diskURI: "https://example.blob.core.windows.net/a/b.vhd" },
    azureFile: { secretName: "s", shareName: "n" },
    scaleIO: { gateway: "g", system: "s", secretRef: { name: "s" }, volumeName: "v" },
    fc: { targetWWNs: ["a"], lun: 0 },
    image: { reference: "registry.example/data:1" },
  };
  return Object.entries(sorts).map(([sort, source], i) => ({ name: `v${i}`, [sort]: source }));
}

function pod(container: Record<string, unknown>, spec: Record<string, unknown> = {}) {
  return { containers: [{ name: "c", image: "app", ...container }], ...spec };
}
