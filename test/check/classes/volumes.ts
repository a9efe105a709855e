import { group } from "./class.ts";
import { all, autoscaler, budget, claim, configMap, deployment, pod } from "./texts.ts";

const volumes = group("unseen", "volumes");
const capacity = group("unseen", "capacity");

const OF_RULE = { bad: undefined, near: undefined };
const DATA = "volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]";
const MOUNT = "volumeMounts: [{ name: data, mountPath: /data }]";

const mounting = (mode: string, spec: string) =>
  all(claim("data", mode), deployment(MOUNT, { spec, pod: DATA }));

const readOnly = (image: string, mounts: string, more = "") =>
  pod(
    `securityContext: { readOnlyRootFilesystem: true }
${more}volumeMounts: [${mounts}]`,
    {
      name: "store",
      image,
      pod: "volumes: [{ name: a, emptyDir: {} }, { name: b, emptyDir: {} }, { name: c, emptyDir: {} }]",
    },
  );

const asUser = (user: number, image: string) =>
  pod("", { name: "store", image, pod: `securityContext: { runAsUser: ${user} }` });

const NGINX = "{ name: a, mountPath: /var/cache/nginx }, { name: b, mountPath: /var/run }";
const POSTGRES = "{ name: a, mountPath: /var/lib/postgresql/data }";
const TRUST = "env: [{ name: POSTGRES_HOST_AUTH_METHOD, value: trust }]\n";

/** Volumes, and who writes where. */
export const onDisk = [
  volumes("ReadWriteOnce with more than one replica", "claim-on-one-node", {
    bad: mounting("ReadWriteOnce", "replicas: 3"),
    near: mounting("ReadWriteMany", "replicas: 3"),
    like: "a claim that many nodes share",
  }),
  volumes("ReadWriteOnce with an update that starts the new pod first", "rollout-waits-for-claim", {
    bad: mounting("ReadWriteOnce", "replicas: 1"),
    near: mounting(
      "ReadWriteOnce",
      "replicas: 1\nstrategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }",
    ),
    like: "an update that ends the old pod first",
  }),
  volumes("ReadWriteMany of a class that cannot", "claim-mode-refused", {
    ...OF_RULE,
    near: claim("data", "ReadWriteMany", "storageClassName: somebody-elses"),
    like: "a class that is not in the input",
  }),
  volumes("a file by subPath inside a mounted ConfigMap", "nested-file-mount", {
    ...OF_RULE,
    near: all(
      configMap("site.conf: listen 8080", "site"),
      configMap("mime.types: text/html html", "types"),
      pod(
        `volumeMounts:
  - { name: site, mountPath: /etc/web/site.conf, subPath: site.conf }
  - { name: types, mountPath: /etc/web/mime.types, subPath: mime.types }`,
        {
          pod: "volumes: [{ name: site, configMap: { name: site } }, { name: types, configMap: { name: types } }]",
        },
      ),
    ),
    like: "two files by subPath in a folder of the image",
  }),
  volumes("a read-only root with nginx", "unwritable-path", {
    bad: readOnly("nginx:1.29", "{ name: a, mountPath: /var/cache/nginx }"),
    near: readOnly("nginx:1.29", NGINX),
    like: "both of the folders that it writes",
  }),
  volumes("a read-only root with PostgreSQL", "unwritable-path", {
    bad: readOnly("postgres:17", POSTGRES, TRUST),
    near: readOnly(
      "postgres:17",
      `${POSTGRES}, { name: b, mountPath: /var/run/postgresql }`,
      TRUST,
    ),
    like: "a folder for its socket too",
  }),
  volumes("a read-only root with Redis or Prometheus", [], {
    ...OF_RULE,
    like: "",
    reason:
      "No fault: both write into a folder alone that their image declares as a volume, and the container runtime makes such a folder writable. Data that is lost with its container is told by [`data-outside-volume`](rules/data-outside-volume.md).",
  }),
  volumes("a read-only root with Grafana", "unwritable-path", {
    bad: readOnly("grafana/grafana:12.0.0", "{ name: a, mountPath: /tmp }"),
    near: readOnly("grafana/grafana:12.0.0", "{ name: a, mountPath: /var/lib/grafana }"),
    like: "a volume at its data",
  }),
  volumes("a read-only root with a program that is told where to write", "read-only-temporary", {
    ...OF_RULE,
    like: "a folder in a volume",
  }),
  volumes("a user who may not write where the image does", "unwritable-path", {
    bad: asUser(1000, "nginx:1.29"),
    near: asUser(1000, "nginxinc/nginx-unprivileged:1.29"),
    like: "the same user with an image that is made for it",
  }),
];

const QUOTA = (cpu: number) => `apiVersion: v1
kind: ResourceQuota
metadata: { name: compute }
spec: { hard: { requests.cpu: "${cpu}" } }
`;

const busy = all(
  deployment("resources: { requests: { cpu: 1 } }", {
    spec: "strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }",
  }),
  autoscaler(2, 10),
);

const LIMITS = "resources: { requests: { memory: 1Gi }, limits: { memory: 1Gi } }";

const postgres = (buffers: string) =>
  pod(`args: [-c, shared_buffers=${buffers}]\n${TRUST}${LIMITS}`, {
    name: "db",
    image: "postgres:17",
  });

/** Amounts, against what there is. */
export const amounts = [
  capacity("a quota below the autoscaler's maximum and the surge", "quota-headroom", {
    bad: all(QUOTA(10), busy),
    near: all(QUOTA(11), busy),
    like: "a quota with room for one pod more",
  }),
  capacity("a quota that an update's first pod does not fit into", "quota-blocks-rollout", {
    ...OF_RULE,
    like: "a quota with room for one pod more",
  }),
  capacity("Redis' maxmemory at its container's limit", "memory-above-limit", {
    ...OF_RULE,
    like: "three quarters of the limit",
  }),
  capacity("PostgreSQL's shared_buffers at its container's limit", "memory-above-limit", {
    bad: postgres("1GB"),
    near: postgres("256MB"),
    like: "a quarter of the limit",
  }),
  capacity(
    "an autoscaler's minimum above the replicas of an overlay",
    "replicas-beside-autoscaler",
    {
      bad: all(
        autoscaler(3, 6),
        deployment("resources: { requests: { cpu: 100m } }", { spec: "replicas: 1 # here" }),
      ),
      near: all(autoscaler(1, 6), deployment("resources: { requests: { cpu: 100m } }")),
      like: "a minimum of one, and no replicas",
    },
  ),
  capacity("a budget that is equal to the minimum", "blocking-budget", {
    bad: all(
      budget("minAvailable: 2 # here"),
      autoscaler(2, 10),
      deployment("resources: { requests: { cpu: 100m } }"),
    ),
    near: all(
      budget("minAvailable: 1"),
      autoscaler(2, 10),
      deployment("resources: { requests: { cpu: 100m } }"),
    ),
    like: "one less than the minimum",
  }),
];
