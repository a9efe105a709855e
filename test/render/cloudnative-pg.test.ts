import assert from "node:assert/strict";
import { test } from "node:test";
import {
  patch,
  priority,
  registryLogin,
  scrapeConfig,
  storageClass,
  volume,
  web,
} from "../../src/index.ts";
import { render } from "../../src/render/index.ts";
import { summarize } from "../../src/render/summary.ts";
import { app, resolveOnly, resources } from "../platform/shop.ts";
import { container, isYaml, objects } from "./objects.ts";
import { inMode, operated } from "./store-modes.ts";

const specOf = (options: object = {}, environment: object = {}, platform: object = {}) =>
  objects({ db: operated(options) }, environment, platform).get("Cluster", "db").spec;

test("a Cluster says what the options say, and leaves the rest to the operator", () => {
  isYaml(
    inMode("operator").get("Cluster", "db").spec,
    `
instances: 3
imageName: ghcr.io/cloudnative-pg/postgresql:15-standard-trixie
inheritedMetadata: { labels: { app.kubernetes.io/part-of: shop } }
bootstrap: { initdb: { database: orders, owner: orders } }
storage: { size: 20Gi, storageClass: modes-fast }
postgresql:
  parameters: { max_connections: "200", shared_buffers: 32MB, fsync: "on" }
  pg_hba: [host all all 10.0.0.0/8 scram-sha-256]
resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: "1", memory: 1Gi } }
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: ScheduleAnyway
    labelSelector: { matchLabels: { cnpg.io/cluster: db } }
`,
  );
});

test("options of a Cluster reach it", () => {
  const image = "registry.example/postgresql:17.2";
  const own = specOf({
    cloudNativePg: { instances: 1, image, owner: "keeper" },
    user: "somebody",
    settings: { shared_preload_libraries: "pg_stat_statements, auto_explain" },
  });
  assert.deepEqual(
    [own.instances, own.imageName, own.bootstrap.initdb],
    [1, image, { database: "shop", owner: "keeper" }],
  );
  assert.deepEqual(own.postgresql, {
    shared_preload_libraries: ["pg_stat_statements", "auto_explain"],
  });
  assert.equal(own.enablePDB, false, "a budget would keep the only server on its node for ever");
  assert.equal(own.topologySpreadConstraints, undefined);
  assert.equal(specOf({ user: "somebody" }).bootstrap.initdb.owner, "somebody");
});

test("the storage of a Cluster is like the volume, which is not rendered itself; its class is", () => {
  const fast = storageClass("fast", { provisioner: "a.example" });
  const data = volume("data", { size: "7Gi", class: fast, shared: true });
  const parts = { data, db: operated({ storage: data }) };
  const all = objects(parts);
  assert.deepEqual(all.get("Cluster", "db").spec.storage, {
    size: "7Gi",
    storageClass: "shop-fast",
    pvcTemplate: { accessModes: ["ReadWriteMany"] },
  });
  assert.deepEqual(all.names("PersistentVolumeClaim"), []);
  assert.deepEqual(all.names("StorageClass"), ["shop-fast"]);
  const reader = web("reader", {
    image: app,
    port: 1,
    resources,
    scale: 1,
    mounts: { "/d": data },
  });
  assert.deepEqual(objects({ ...parts, reader }).names("PersistentVolumeClaim"), ["data"]);
});

test("where the servers run: nodes, priority, and how they keep apart", () => {
  const high = priority("high", { value: 7 });
  const other = web("other", { image: app, port: 1, resources, scale: 1 });
  const tolerations = [{ key: "gpu", operator: "Exists" }];
  const spec = specOf({ nodes: { disk: "ssd" }, tolerations, priority: high, apart: [other] });
  assert.equal(spec.priorityClassName, "shop-high");
  isYaml(
    spec.affinity,
    `
nodeSelector: { disk: ssd }
tolerations: [{ key: gpu, operator: Exists }]
additionalPodAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector: { matchLabels: { app.kubernetes.io/name: other } }
`,
  );
  assert.deepEqual(specOf({}, { spread: "require" }).affinity, { podAntiAffinityType: "required" });
  const loose = specOf({}, { spread: "none" });
  assert.deepEqual(loose.affinity, { enablePodAntiAffinity: false });
  assert.equal(loose.topologySpreadConstraints, undefined);
});

test("its pods carry the platform's labels, but none that the operator sets itself", () => {
  const labels = { team: "red", "app.kubernetes.io/version": "3" };
  assert.deepEqual(specOf({}, {}, { labels, selector: "app" }).inheritedMetadata.labels, {
    "app.kubernetes.io/part-of": "shop",
    team: "red",
    app: "db",
  });
  const pull = registryLogin("registry");
  assert.deepEqual(specOf({}, {}, { pull }).imagePullSecrets, [{ name: "registry" }]);
});

test("a Cluster can be patched, and its PodMonitor", () => {
  const db = operated({ metrics: { interval: "1m" } });
  const patches = [
    patch(db, "Cluster", (it) => {
      it.spec.primaryUpdateMethod = "switchover";
    }),
    patch(db, "PodMonitor", (it) => {
      it.metadata.annotations = { seen: "yes" };
    }),
  ];
  const all = objects({ db }, { patches });
  assert.equal(all.get("Cluster", "db").spec.primaryUpdateMethod, "switchover");
  const monitor = all.get("PodMonitor", "db");
  assert.equal(monitor.metadata.annotations.seen, "yes");
  isYaml(
    monitor.spec,
    `
selector: { matchLabels: { cnpg.io/cluster: db } }
podMetricsEndpoints:
  - { port: metrics, interval: 1m, relabelings: [{ targetLabel: job, replacement: db }] }
`,
  );
});

test("Prometheus without the operator finds the servers too; of those outside it collects nothing", () => {
  const scraped = (part: object) => {
    const db = operated({ metrics: true, ...part });
    const all = objects({ prometheus: scrapeConfig("prometheus", { scrape: [db] }) });
    return all.get("ConfigMap", "prometheus").data["prometheus.yml"] as string;
  };
  const found = scraped({});
  assert.match(found, /role: pod/);
  assert.match(found, /__meta_kubernetes_pod_label_cnpg_io_cluster/);
  assert.doesNotMatch(
    scraped({ cloudNativePg: undefined, external: { host: "db.example" } }),
    /job_name/,
  );
});

test("the servers count in the totals", () => {
  const totals = (options: object) => {
    const resolved = resolveOnly({ db: operated(options) });
    const { minimum } = summarize(resolved, render(resolved)).running;
    return [minimum.pods, String(minimum.requests.get("memory")?.unscaled)];
  };
  assert.deepEqual(totals({}), [3, String(3 * 64 * 2 ** 20)]);
  assert.deepEqual(totals({ cloudNativePg: undefined }), [1, String(64 * 2 ** 20)]);
});

test("dumps of a Cluster go through its Service, as their own account, to any node", () => {
  const dumps = volume("dumps", { size: "1Gi" });
  const backup = { schedule: "@daily", keep: 2, to: dumps };
  const all = objects({ db: operated({ backup }) });
  const pod = all.pod("CronJob", "db-backup");
  const env = Object.fromEntries(
    container(pod, "backup").env.map((one: { name: string }) => [one.name, one]),
  );
  assert.equal(env.PGHOST.value, "db-rw");
  assert.deepEqual(env.PGUSER.valueFrom.secretKeyRef, { name: "db-app", key: "username" });
  assert.deepEqual(env.PGPASSWORD.valueFrom.secretKeyRef, { name: "db-app", key: "password" });
  assert.deepEqual([pod.serviceAccountName, pod.affinity], ["db-backup", undefined]);
  assert.deepEqual(all.names("ServiceAccount"), ["db-backup"], "the operator makes the servers'");
  assert.deepEqual(all.names("PersistentVolumeClaim"), ["dumps"]);
  for (const as of ["StatefulSet", "Deployment"]) {
    const { affinity } = objects({ db: operated({ cloudNativePg: undefined, as, backup }) }).pod(
      "CronJob",
      "db-backup",
    );
    const [term] = affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    assert.deepEqual(term.labelSelector.matchLabels, { "app.kubernetes.io/name": "db" }, as);
  }
});

test("where the operator runs can be said", () => {
  const from = (cluster: object) =>
    objects({ db: operated() }, { cluster }).get("NetworkPolicy", "shop-allow-db-cloudnative-pg")
      .spec.ingress;
  const peer = (namespace: string, name: string) => `
- from:
    - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${namespace} } }
      podSelector: { matchLabels: { ${name} } }
  ports: [{ port: 8000 }]
`;
  isYaml(from({}), peer("cnpg-system", "app.kubernetes.io/name: cloudnative-pg"));
  const elsewhere = { namespace: "operators", pods: { app: "pg" } };
  isYaml(from({ cloudNativePg: elsewhere }), peer("operators", "app: pg"));
});

test("the environment's prefix is in everything that the operator makes", () => {
  const db = operated();
  const api = web("api", { image: app, port: 1, resources, scale: 1, env: { URL: db.url } });
  const made = objects({ db, api }, { prefix: "dev-" });
  assert.equal(made.get("Cluster", "dev-db").spec.instances, 3);
  const { env } = made.pod("Deployment", "dev-api").containers[0];
  assert.equal(env[0].valueFrom.secretKeyRef.name, "dev-db-app");
  assert.match(env.at(-1).value, /@dev-db-rw:5432\/shop$/);
});
