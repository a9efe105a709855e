import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { example } from "./example.ts";

/** What the documents of thebot say, written down by hand; the differences are in the example's README. */
const listed: Readonly<Record<string, readonly string[]>> = {
  Namespace: ["{namespace}"],
  ResourceQuota: ["thebot-quota"],
  ConfigMap: [
    "django-config",
    "frontend-config",
    "nginx-config",
    "prometheus-config",
    "postgres-config",
    "redis-config",
    "thebot-dashboard",
  ],
  PersistentVolumeClaim: [
    "postgres-pvc",
    "redis-pvc",
    "backend-static-pvc",
    "backend-media-pvc",
    "backend-logs-pvc",
    "frontend-logs-pvc",
    "backup-pvc",
  ],
  StatefulSet: ["postgres", "redis"],
  Deployment: ["backend", "frontend", "celery-worker", "celery-beat"],
  Service: [
    "postgres",
    "postgres-lb",
    "redis",
    "redis-svc",
    "backend",
    "backend-internal",
    "frontend",
    "frontend-lb",
    "celery-worker",
  ],
  ServiceAccount: ["backend", "celery-worker", "celery-beat"],
  Role: ["backend"],
  RoleBinding: ["backend"],
  Ingress: ["thebot-ingress", "thebot-api-ingress"],
  ClusterIssuer: ["letsencrypt-prod", "letsencrypt-staging"],
  Certificate: ["tls-certificate"],
  ServiceMonitor: ["backend", "postgres", "redis"],
  PrometheusRule: ["thebot-alerts", "thebot-recording-rules"],
  AlertmanagerConfig: ["thebot-alerts"],
  NetworkPolicy: [
    "thebot-deny-all",
    "thebot-allow-dns",
    "thebot-allow-backend-postgres",
    "thebot-allow-backend-redis",
    "thebot-allow-frontend-ingress",
    "thebot-allow-backend-ingress",
    "thebot-allow-backend-external",
  ],
  ClusterRole: ["{namespace}-monitoring"],
  ClusterRoleBinding: ["{namespace}-monitoring"],
  ValidatingAdmissionPolicy: ["{namespace}-require-resources"],
};

const onlyWhereScaled: Readonly<Record<string, readonly string[]>> = {
  HorizontalPodAutoscaler: ["backend-hpa", "frontend-hpa", "celery-worker-hpa"],
  PodDisruptionBudget: ["backend-pdb", "frontend-pdb", "celery-worker-pdb"],
};

/** Every number that differs between environments, or that the documents give for all. */
const numbers = {
  dev: {
    replicas: { backend: 1, frontend: 1, "celery-worker": 1, "celery-beat": 1 },
    scale: {},
    budgets: {},
    backend: ["100m", "128Mi", "1", "1Gi"],
    claims: {
      "postgres-pvc": ["10Gi", "standard"],
      "backend-media-pvc": ["5Gi", "standard-shared"],
    },
    images: ["localhost:5000/thebot/backend:dev", "localhost:5000/thebot/frontend:dev"],
    settings: { DEBUG: "True", LOG_LEVEL: "DEBUG" },
  },
  staging: {
    replicas: { "celery-beat": 1 },
    scale: { backend: [2, 5], frontend: [2, 5], "celery-worker": [2, 5] },
    budgets: { backend: 1, frontend: 1, "celery-worker": 1 },
    backend: ["250m", "256Mi", "750m", "768Mi"],
    claims: {
      "postgres-pvc": ["50Gi", "standard-fast"],
      "backend-media-pvc": ["20Gi", "standard-shared"],
    },
    images: ["gcr.io/thebot/backend:v1.0.0-rc.1", "gcr.io/thebot/frontend:v1.0.0-rc.1"],
    settings: { DEBUG: "False", LOG_LEVEL: "INFO" },
  },
  production: {
    replicas: { "celery-beat": 1 },
    scale: { backend: [3, 15], frontend: [3, 10], "celery-worker": [3, 10] },
    budgets: { backend: 2, frontend: 2, "celery-worker": 1 },
    backend: ["750m", "768Mi", "2", "2Gi"],
    claims: {
      "postgres-pvc": ["100Gi", "fast-ssd"],
      "backend-media-pvc": ["50Gi", "standard-shared"],
    },
    images: ["gcr.io/thebot/backend:v1.0.0", "gcr.io/thebot/frontend:v1.0.0"],
    settings: { DEBUG: "False", LOG_LEVEL: "WARNING" },
  },
} as const;

// biome-ignore lint/suspicious/noExplicitAny: a rendered object of any kind, looked into by path
type Loose = any;

const environments = await example("thebot");

for (const { environment, resolved, objects } of environments) {
  const all = objects as readonly Loose[];
  const facts = numbers[environment as keyof typeof numbers];
  const find = (kind: string, name: string): Loose =>
    all.find((object) => object.kind === kind && object.metadata.name === name) ??
    assert.fail(`no ${kind} ${name}`);
  const of = (kind: string) => all.filter((object) => object.kind === kind);
  const container = (kind: string, name: string, index = 0) =>
    find(kind, name).spec.template.spec.containers[index];

  describe(`thebot in ${environment}, as the documents say`, () => {
    it("has every listed object by name", () => {
      const scaled = environment === "dev" ? {} : onlyWhereScaled;
      for (const [kind, names] of Object.entries({ ...listed, ...scaled })) {
        for (const name of names) find(kind, name.replace("{namespace}", resolved.namespace));
      }
      const policies = of("Namespace")[0].metadata.labels;
      assert.equal(policies["pod-security.kubernetes.io/enforce"], "restricted");
    });

    it("has the secrets, and none is rendered", () => {
      const names = resolved.secrets.map(({ name }) => name).sort();
      assert.deepEqual(names, [
        "django-secrets",
        "docker-registry-credentials",
        "postgres-credentials",
        "redis-credentials",
        "ssh-keys",
      ]);
      assert.deepEqual(of("Secret"), []);
      assert.equal(of("ExternalSecret").length, environment === "dev" ? 0 : 4);
    });

    it("has the replicas, bounds and budgets", () => {
      const fixed = of("Deployment").filter(({ spec }) => spec.replicas !== undefined);
      assert.deepEqual(
        Object.fromEntries(fixed.map(({ metadata, spec }) => [metadata.name, spec.replicas])),
        facts.replicas,
      );
      const bounds = of("HorizontalPodAutoscaler").map(({ spec }) => [
        spec.scaleTargetRef.name,
        [spec.minReplicas, spec.maxReplicas],
      ]);
      assert.deepEqual(Object.fromEntries(bounds), facts.scale);
      const budgets = of("PodDisruptionBudget").map(({ metadata, spec }) => [
        metadata.name.replace("-pdb", ""),
        spec.minAvailable,
      ]);
      assert.deepEqual(Object.fromEntries(budgets), facts.budgets);
      for (const { spec } of of("HorizontalPodAutoscaler")) {
        const targets = spec.metrics.map(
          ({ resource }: Loose) => resource.target.averageUtilization,
        );
        assert.deepEqual(targets, spec.scaleTargetRef.name === "frontend" ? [70] : [70, 80]);
      }
    });

    it("has the resources of every container", () => {
      const sizes = (kind: string, name: string) => {
        const { requests, limits } = container(kind, name).resources;
        return [requests.cpu, requests.memory, limits.cpu, limits.memory];
      };
      assert.deepEqual(sizes("Deployment", "backend"), facts.backend);
      assert.deepEqual(sizes("Deployment", "frontend"), ["250m", "256Mi", "500m", "512Mi"]);
      assert.deepEqual(sizes("Deployment", "celery-worker"), ["500m", "512Mi", "1", "1Gi"]);
      assert.deepEqual(sizes("Deployment", "celery-beat"), ["250m", "256Mi", "500m", "512Mi"]);
      assert.deepEqual(sizes("StatefulSet", "postgres"), ["500m", "512Mi", "1", "1Gi"]);
      assert.deepEqual(sizes("StatefulSet", "redis"), ["250m", "256Mi", "500m", "512Mi"]);
    });

    it("has the storage", () => {
      const claims = of("PersistentVolumeClaim").map(({ metadata, spec }) => [
        metadata.name,
        [spec.resources.requests.storage, spec.storageClassName],
      ]);
      const sizes: Loose = Object.fromEntries(claims);
      for (const [name, expected] of Object.entries(facts.claims))
        assert.deepEqual(sizes[name], expected);
      const size = (name: string) => sizes[name][0];
      assert.deepEqual(
        [
          "redis-pvc",
          "backend-static-pvc",
          "backend-logs-pvc",
          "frontend-logs-pvc",
          "backup-pvc",
        ].map(size),
        ["20Gi", "10Gi", "10Gi", "5Gi", "200Gi"],
      );
      const shared = of("PersistentVolumeClaim").filter(
        ({ spec }) => spec.accessModes[0] === "ReadWriteMany",
      );
      assert.deepEqual(shared.map(({ metadata }) => metadata.name).sort(), [
        "backend-logs-pvc",
        "backend-media-pvc",
        "backend-static-pvc",
        "frontend-logs-pvc",
      ]);
    });

    it("has the images, ports, probes and settings", () => {
      const images = ["backend", "frontend"].map((name) => container("Deployment", name).image);
      assert.deepEqual(images, facts.images);
      assert.equal(container("StatefulSet", "postgres").image, "postgres:15-alpine");
      assert.equal(container("StatefulSet", "redis").image, "redis:7-alpine");
      const port = (kind: string, name: string, index = 0) =>
        container(kind, name, index).ports[0].containerPort;
      assert.equal(port("Deployment", "backend"), 8000);
      assert.equal(port("Deployment", "frontend"), 3000);
      assert.deepEqual(
        [port("StatefulSet", "postgres"), port("StatefulSet", "postgres", 1)],
        [5432, 9187],
      );
      assert.deepEqual(
        [port("StatefulSet", "redis"), port("StatefulSet", "redis", 1)],
        [6379, 9121],
      );
      const { livenessProbe, readinessProbe } = container("Deployment", "backend");
      assert.equal(livenessProbe.httpGet.path, "/api/system/health/");
      assert.equal(readinessProbe.httpGet.path, "/api/system/readiness/");
      const web = container("Deployment", "frontend");
      assert.equal(web.readinessProbe.httpGet.path, "/index.html");
      assert.equal(web.securityContext.readOnlyRootFilesystem, true);
      const { data } = find("ConfigMap", "django-config");
      assert.equal(Object.keys(data).length, 14);
      assert.deepEqual({ DEBUG: data.DEBUG, LOG_LEVEL: data.LOG_LEVEL }, facts.settings);
    });

    it("routes every host to the component the documents name", () => {
      const routes = of("Ingress").flatMap(({ spec }) =>
        spec.rules.map(({ host, http }: Loose) => [
          host.replace(resolved.domain, "the-bot.ru"),
          [...new Set(http.paths.map(({ backend }: Loose) => backend.service.name))].join(),
        ]),
      );
      assert.deepEqual(Object.fromEntries(routes), {
        "the-bot.ru": "frontend",
        "www.the-bot.ru": "frontend",
        "*.the-bot.ru": "frontend",
        "api.the-bot.ru": "backend",
        "ws.the-bot.ru": "backend",
        "admin.the-bot.ru": "backend",
      });
      const paths = find("Ingress", "thebot-api-ingress").spec.rules[0].http.paths;
      assert.deepEqual(
        paths.map(({ path }: Loose) => path),
        ["/ws", "/api", "/admin", "/static", "/media"],
      );
    });

    it("has the strategy, the security and the singleton", () => {
      const { strategy, template } = find("Deployment", "backend").spec;
      assert.deepEqual(strategy.rollingUpdate, { maxSurge: 1, maxUnavailable: 0 });
      assert.equal(template.spec.securityContext.runAsUser, 1000);
      assert.equal(template.spec.securityContext.runAsNonRoot, true);
      assert.equal(find("Deployment", "celery-beat").spec.strategy.type, "Recreate");
      const constraint = template.spec.topologySpreadConstraints?.[0]?.whenUnsatisfiable;
      const spread = { dev: undefined, staging: "ScheduleAnyway", production: "DoNotSchedule" };
      assert.equal(constraint, spread[environment as keyof typeof spread]);
    });
  });
}

describe("thebot's environments side by side", () => {
  const clusterWide = ["StorageClass", "ClusterIssuer"];

  it("share only objects that are equal to the byte", () => {
    const shared = new Map<string, string>();
    for (const { objects } of environments) {
      for (const object of objects as readonly Loose[]) {
        if (object.metadata.namespace !== undefined || object.kind === "Namespace") continue;
        const key = `${object.kind} ${object.metadata.name}`;
        const text = JSON.stringify(object);
        assert.equal(shared.get(key) ?? text, text, key);
        if (shared.has(key))
          assert.ok(clusterWide.includes(object.kind), `${key} is in two environments`);
        shared.set(key, text);
      }
    }
    assert.ok(shared.size >= 12);
  });
});
