import { parseNodes } from "../../src/check/nodes.ts";
import type { Draft, Fields } from "./put-back.ts";
import type { System } from "./systems.ts";

/** A value of the documents that was settled otherwise. */
export interface Settled {
  readonly system: System;
  readonly environment: string;
  /** As the documents have it. */
  readonly value: string;
  readonly change: (draft: Draft) => void;
  readonly rule: string;
  /** The object at which it is told, as `KIND/NAME`. */
  readonly at: string;
  /** Set where it is told as a note: it is no fault in every cluster. */
  readonly isNote?: true;
}

const cpu = [
  {
    type: "Resource",
    resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
  },
];

function autoscaler(draft: Draft, kind: string, name: string, least: number, most: number): void {
  const { metadata } = draft.of(kind, name);
  draft.add({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: `${name}-hpa`, namespace: metadata.namespace },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind, name },
      ...{ minReplicas: least, maxReplicas: most, metrics: cpu },
    },
  });
}

function budget(draft: Draft, name: string, least: number): void {
  const { metadata, spec } = draft.of("Deployment", name);
  draft.add({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: `${name}-pdb`, namespace: metadata.namespace },
    spec: { minAvailable: least, selector: spec.selector },
  });
}

/** The replicas of an overlay, and the autoscaler's minimum of the base. */
function minimum(name: string, replicas: number, least: number) {
  return (draft: Draft) => {
    draft.of("Deployment", name).spec.replicas = replicas;
    draft.of("HorizontalPodAutoscaler", `${name}-hpa`).spec.minReplicas = least;
  };
}

function only(draft: Draft, ...policies: readonly string[]): void {
  for (const { metadata } of draft.each("NetworkPolicy"))
    if (!policies.includes(metadata.name)) draft.remove("NetworkPolicy", metadata.name);
}

const to = (labels: Fields, port: number) => ({
  to: [{ podSelector: { matchLabels: labels } }],
  ports: [{ protocol: "TCP", port }],
});

/** The policy of piyasa's document, word for word. */
function apiPolicy(draft: Draft): void {
  draft.of("NetworkPolicy", "api-network-policy").spec = {
    podSelector: { matchLabels: { app: "piyasa-api" } },
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      {
        from: [{ podSelector: { matchLabels: { app: "piyasa-frontend" } } }],
        ports: [{ protocol: "TCP", port: 8000 }],
      },
    ],
    egress: [to({ app: "postgres" }, 5432)],
  };
}

/** Certificates that both Ingresses ask cert-manager for. */
function askForCertificates(draft: Draft): void {
  draft.remove("Certificate", "tls-certificate");
  for (const { metadata } of draft.each("Ingress"))
    metadata.annotations["cert-manager.io/cluster-issuer"] = "letsencrypt-prod";
}

const celery = ["sh", "-c", "celery -A thebot inspect ping"];

function base(system: System, environment: string) {
  return (
    value: string,
    rule: string,
    at: string,
    change: Settled["change"],
    isNote?: true,
  ): Settled => ({ system, environment, value, rule, at, change, ...(isNote ? { isNote } : {}) });
}

const thebot = base("thebot", "production");
const thebotStaging = base("thebot", "staging");
const thebotDev = base("thebot", "dev");
const wbot = base("wbot", "production");
const piyasa = base("piyasa", "prod");
const piyasaDev = base("piyasa", "dev");
const basebook = base("basebook", "production");
const basebookStaging = base("basebook", "staging");

const ofThebot: readonly Settled[] = [
  thebot("a quota of 20 CPU", "quota-headroom", "ResourceQuota/thebot-quota", (draft) => {
    draft.of("ResourceQuota", "thebot-quota").spec.hard["requests.cpu"] = "20";
  }),
  thebot(
    "maxmemory 512mb in a container of 512Mi",
    "memory-above-limit",
    "ConfigMap/redis-config",
    (draft) => draft.text("redis-config", "redis.conf", "maxmemory 384mb", "maxmemory 512mb"),
  ),
  thebot(
    "allkeys-lru in the broker's Redis",
    "evicting-broker",
    "ConfigMap/redis-config",
    (draft) => draft.text("redis-config", "redis.conf", "volatile-lru", "allkeys-lru"),
  ),
  thebotStaging(
    "backend-pdb keeps 2 of the 2 in staging",
    "blocking-budget",
    "PodDisruptionBudget/backend-pdb",
    (draft) => {
      draft.of("PodDisruptionBudget", "backend-pdb").spec.minAvailable = 2;
    },
  ),
  thebotStaging(
    "frontend-pdb keeps 2 of the 2 in staging",
    "blocking-budget",
    "PodDisruptionBudget/frontend-pdb",
    (draft) => {
      draft.of("PodDisruptionBudget", "frontend-pdb").spec.minAvailable = 2;
    },
  ),
  thebotDev(
    "backend-pdb keeps 2 of the 1 in dev",
    "blocking-budget",
    "PodDisruptionBudget/backend-pdb",
    (draft) => budget(draft, "backend", 2),
  ),
  thebotDev(
    "frontend-pdb keeps 2 of the 1 in dev",
    "blocking-budget",
    "PodDisruptionBudget/frontend-pdb",
    (draft) => budget(draft, "frontend", 2),
  ),
  thebotDev(
    "celery-worker-pdb keeps 1 of the 1 in dev",
    "blocking-budget",
    "PodDisruptionBudget/celery-worker-pdb",
    (draft) => budget(draft, "celery-worker", 1),
  ),
  thebotStaging(
    "2 replicas in staging, and an autoscaler from 3",
    "replicas-beside-autoscaler",
    "Deployment/backend",
    minimum("backend", 2, 3),
  ),
  thebotDev(
    "1 replica in dev, and an autoscaler from 3",
    "replicas-beside-autoscaler",
    "Deployment/backend",
    (draft) => autoscaler(draft, "Deployment", "backend", 3, 10),
  ),
  thebot(
    "3 replicas of each service, celery-beat too",
    "several-schedulers",
    "Deployment/celery-beat",
    (draft) => {
      draft.of("Deployment", "celery-beat").spec.replicas = 3;
    },
  ),
  thebot(
    "3 replicas of each service, the database too",
    "claim-on-one-node",
    "StatefulSet/postgres",
    (draft) => {
      draft.of("StatefulSet", "postgres").spec.replicas = 3;
    },
  ),
  thebot(
    "postgres-lb opens the database to the outside",
    "exposed-service",
    "Service/postgres-lb",
    (draft) => {
      const { metadata, spec } = draft.of("Service", "postgres-lb");
      delete spec.loadBalancerSourceRanges;
      delete metadata.annotations;
    },
    true,
  ),
  thebot(
    "postgres-lb for everyone, behind the policies of the same documents",
    "traffic-blocked",
    "NetworkPolicy/thebot-allow-backend-postgres",
    (draft) => {
      const { metadata, spec } = draft.of("Service", "postgres-lb");
      delete spec.loadBalancerSourceRanges;
      delete metadata.annotations;
      draft.remove("NetworkPolicy", "thebot-allow-postgres-ingress");
    },
  ),
  thebot(
    "HTTP-01 alone for *.the-bot.ru",
    "wildcard-with-http01",
    "Certificate/tls-certificate",
    (draft) => {
      draft.of("ClusterIssuer", "letsencrypt-prod").spec.acme.solvers.splice(1);
    },
  ),
  thebot(
    "two Ingresses ask cert-manager for tls-certificate",
    "shared-certificate-secret",
    "Ingress/thebot-api-ingress",
    askForCertificates,
  ),
  thebot(
    "deny-all policies and HTTP-01",
    "solver-blocked",
    "Certificate/tls-certificate",
    (draft) => draft.remove("NetworkPolicy", "thebot-allow-acme-ingress"),
  ),
  thebot(
    "PodSecurityPolicy thebot-restricted",
    "unserved-api",
    "PodSecurityPolicy/thebot-restricted",
    (draft) =>
      draft.add({
        apiVersion: "policy/v1beta1",
        kind: "PodSecurityPolicy",
        metadata: { name: "thebot-restricted" },
        spec: { privileged: false, runAsUser: { rule: "MustRunAsNonRoot" } },
      }),
  ),
  thebot(
    "the URL of Celery's broker in django-config, with its password",
    "secret-in-configmap",
    "ConfigMap/django-config",
    (draft) => {
      draft.of("ConfigMap", "django-config").data.CELERY_BROKER_URL =
        "redis://:s3cr3t-of-redis@redis:6379/1";
    },
  ),
  thebot(
    "migrations in an init container of each backend",
    "migration-in-every-replica",
    "Deployment/backend",
    (draft) => {
      const { image } = draft.container("Deployment", "backend");
      draft.pod("Deployment", "backend").initContainers.push({
        ...{ name: "migrate", image, command: ["python", "manage.py", "migrate", "--noinput"] },
      });
    },
  ),
  thebot(
    "readOnlyRootFilesystem: false",
    "writable-root",
    "Deployment/backend",
    (draft) => {
      draft.container("Deployment", "backend").securityContext.readOnlyRootFilesystem = false;
    },
    true,
  ),
  thebot(
    "gunicorn's WSGI workers behind ws.the-bot.ru and /ws",
    "websocket-sync-worker",
    "Deployment/backend",
    (draft) => {
      draft.container("Deployment", "backend").command = ["gunicorn", "thebot.wsgi"];
    },
  ),
  thebot(
    "role backend reads all secrets and config maps",
    "readable-secrets",
    "Role/backend",
    (draft) => {
      draft.of("Role", "backend").rules = [
        { apiGroups: [""], resources: ["secrets", "configmaps"], verbs: ["get", "list"] },
      ];
    },
    true,
  ),
  thebot("celery's probes ask any worker", "foreign-probe", "Deployment/celery-worker", (draft) => {
    draft.container("Deployment", "celery-worker").livenessProbe.exec.command = celery;
  }),
  thebot("the image thebot/backend:latest", "mutable-image", "Deployment/backend", (draft) => {
    draft.container("Deployment", "backend").image = "thebot/backend:latest";
  }),
  thebot("the image thebot/frontend:latest", "mutable-image", "Deployment/frontend", (draft) => {
    draft.container("Deployment", "frontend").image = "thebot/frontend:latest";
  }),
  thebot(
    "frontend-config as variables of a React application",
    "build-time-variable",
    "ConfigMap/frontend-config",
    (draft) => {
      draft.of("ConfigMap", "frontend-config").data.REACT_APP_API_URL = "https://api.the-bot.ru";
      draft.container("Deployment", "frontend").envFrom = [
        { configMapRef: { name: "frontend-config" } },
      ];
    },
  ),
  thebot(
    "strict anti-affinity of up to 15 backends, on ten nodes",
    "too-few-nodes",
    "Deployment/backend",
    (draft) => {
      draft.pod("Deployment", "backend").affinity = {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              topologyKey: "kubernetes.io/hostname",
              labelSelector: draft.of("Deployment", "backend").spec.selector,
            },
          ],
        },
      };
      draft.nodes = parseNodes("10:16,64Gi");
    },
  ),
];

const ofWbot: readonly Settled[] = [
  wbot(
    "the template of 01-secrets.yaml, not filled in",
    "placeholder",
    "Secret/wbot-secrets",
    (draft) => {
      const { metadata } = draft.of("ExternalSecret", "wbot-secrets");
      draft.remove("ExternalSecret", "wbot-secrets");
      draft.add({
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "wbot-secrets", namespace: metadata.namespace },
        stringData: { OPENAI_API_KEY: "your-openai-api-key" },
      });
    },
  ),
  wbot(
    "two replicas, and kubectl autoscale",
    "replicas-beside-autoscaler",
    "Deployment/wbot-ai",
    (draft) => {
      draft.of("Deployment", "wbot-ai").spec.replicas = 2;
    },
  ),
  wbot(
    "non-root, read-only and no capabilities as recommendations",
    "pod-security",
    "Deployment/wbot-ai",
    (draft) => {
      delete draft.pod("Deployment", "wbot-ai").securityContext;
      delete draft.container("Deployment", "wbot-ai").securityContext;
    },
  ),
  wbot(
    "common labels, which stand in selectors as well",
    "overlapping-services",
    "Service/redis",
    (draft) => {
      for (const kind of ["Service", "Deployment"])
        for (const { kind: own, spec } of draft.each(kind)) {
          const selector = { "app.kubernetes.io/part-of": "wbot" };
          spec.selector = own === "Service" ? selector : { matchLabels: selector };
        }
    },
  ),
  wbot("the path /api/*", "star-in-path", "Ingress/wbot-ingress", (draft) => {
    draft.of("Ingress", "wbot-ingress").spec.rules[0].http.paths[0].path = "/api/*";
  }),
  wbot("the path /*", "star-in-path", "Ingress/wbot-ingress", (draft) => {
    draft.of("Ingress", "wbot-ingress").spec.rules[0].http.paths[2].path = "/*";
  }),
  wbot(
    "no network policies at all but those of others",
    "open-namespace",
    "Namespace/wbot",
    (draft) => {
      only(draft);
      draft.add({
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name: "deny-all", namespace: "others" },
        spec: { podSelector: {}, policyTypes: ["Ingress"] },
      });
    },
    true,
  ),
];

const ofPiyasa: readonly Settled[] = [
  piyasa(
    "an autoscaler from 4, with 6 shards",
    "count-not-replicas",
    "HorizontalPodAutoscaler/worker-hpa",
    (draft) => {
      draft.of("HorizontalPodAutoscaler", "worker-hpa").spec.minReplicas = 4;
    },
  ),
  piyasaDev(
    "TOTAL_WORKERS 4, with 2 workers",
    "count-not-replicas",
    "ConfigMap/dev-piyasa-config",
    (draft) => {
      draft.of("ConfigMap", "dev-piyasa-config").data.TOTAL_WORKERS = "4";
    },
  ),
  piyasaDev(
    "one API in dev, and an autoscaler from 2",
    "replicas-beside-autoscaler",
    "Deployment/dev-api",
    (draft) => autoscaler(draft, "Deployment", "dev-api", 2, 10),
  ),
  piyasa(
    "a VPA in mode Auto beside the autoscaler",
    "vertical-beside-horizontal",
    "VerticalPodAutoscaler/api-vpa",
    (draft) => {
      draft.of("VerticalPodAutoscaler", "api-vpa").spec.updatePolicy.updateMode = "Auto";
    },
  ),
  piyasa(
    "DATABASE_URL with its password in piyasa-config",
    "secret-in-configmap",
    "ConfigMap/piyasa-config",
    (draft) => {
      draft.of("ConfigMap", "piyasa-config").data.DATABASE_URL =
        "postgresql://piyasa_user:s3cr3t-of-piyasa@db-service:5432/piyasa_db";
    },
  ),
  piyasaDev(
    "DATABASE_URL leads to db-service, in dev too",
    "unknown-host",
    "Deployment/dev-api",
    (draft) => {
      const { env } = draft.container("Deployment", "dev-api");
      const url = env.find(({ name }: Fields) => name === "DATABASE_URL");
      url.value = url.value.replace("dev-db-service", "db-service");
    },
  ),
  piyasa(
    "api-network-policy: only the dashboard reaches the API",
    "traffic-blocked",
    "NetworkPolicy/api-network-policy",
    apiPolicy,
  ),
  piyasa(
    "api-network-policy: Prometheus does not reach the API",
    "scrape-blocked",
    "NetworkPolicy/api-network-policy",
    apiPolicy,
  ),
  piyasa(
    "api-network-policy: the API reaches the database alone, not the name server",
    "dns-blocked",
    "NetworkPolicy/api-network-policy",
    (draft) => {
      apiPolicy(draft);
      only(draft, "api-network-policy");
    },
  ),
  piyasa(
    "policies for the API alone",
    "unisolated-pods",
    "Deployment/postgres",
    (draft) => only(draft, "api-network-policy"),
    true,
  ),
  piyasa(
    "piyasa-api-role gets and lists all config maps and secrets",
    "readable-secrets",
    "Role/piyasa-api-role",
    (draft) => {
      draft.of("Role", "piyasa-api-role").rules = [
        { apiGroups: [""], resources: ["configmaps", "secrets"], verbs: ["get", "list"] },
      ];
    },
    true,
  ),
  piyasa("db-migration with the image latest", "mutable-image", "Job/db-migration", (draft) => {
    const job = draft.each("Job")[0] as Fields;
    job.metadata.name = "db-migration";
    job.spec.template.spec.containers[0].image =
      "ghcr.io/uzaktantakip000-create/piyasa_chat_bot/api:latest";
  }),
  piyasa(
    "one Job db-migration for every release",
    "immutable-field",
    "Job/db-migration",
    (draft) => {
      const job = draft.each("Job")[0] as Fields;
      job.metadata.name = "db-migration";
      const last = structuredClone(job);
      last.spec.template.spec.containers[0].image =
        "ghcr.io/uzaktantakip000-create/piyasa_chat_bot/api:v1.9.0";
      draft.before.push(last);
    },
  ),
  piyasa("db-backup with the image latest", "mutable-image", "CronJob/db-backup", (draft) => {
    draft.container("CronJob", "db-backup").image =
      "ghcr.io/uzaktantakip000-create/piyasa_chat_bot/api:latest";
  }),
  piyasa("pg_dump | gzip", "pipe-without-pipefail", "CronJob/db-backup", (draft) => {
    draft.container("CronJob", "db-backup").command = [
      ...[
        "sh",
        "-c",
        "pg_dump -U piyasa_user piyasa_db | gzip > /backups/backup-$(date +%Y%m%d).sql.gz",
      ],
    ];
  }),
  piyasa(
    "postgres as a Deployment that rolls",
    "rollout-waits-for-claim",
    "Deployment/postgres",
    (draft) => {
      delete draft.of("Deployment", "postgres").spec.strategy;
    },
  ),
];

const closed = (name: string, egress: readonly Fields[]) => (draft: Draft) => {
  const { spec } = draft.of("NetworkPolicy", `${name}-network-policy`);
  spec.policyTypes = ["Ingress", "Egress"];
  spec.ingress = [];
  spec.egress = egress;
};

const ofBasebook: readonly Settled[] = [
  basebookStaging(
    "backend-pdb keeps 2 of the 2 in staging",
    "blocking-budget",
    "PodDisruptionBudget/backend-pdb",
    (draft) => {
      draft.of("PodDisruptionBudget", "backend-pdb").spec.minAvailable = 2;
    },
  ),
  basebookStaging(
    "router-pdb keeps 1 of the 1 in staging",
    "blocking-budget",
    "PodDisruptionBudget/router-pdb",
    (draft) => budget(draft, "router", 1),
  ),
  basebookStaging(
    "frontend-pdb keeps 1 of the 1 in staging",
    "blocking-budget",
    "PodDisruptionBudget/frontend-pdb",
    (draft) => budget(draft, "frontend", 1),
  ),
  basebookStaging(
    "2 backends in staging, and an autoscaler from 3",
    "replicas-beside-autoscaler",
    "Deployment/backend",
    minimum("backend", 2, 3),
  ),
  basebookStaging(
    "1 router in staging, and an autoscaler from 2",
    "replicas-beside-autoscaler",
    "Deployment/router",
    minimum("router", 1, 2),
  ),
  basebookStaging(
    "1 frontend in staging, and an autoscaler from 2",
    "replicas-beside-autoscaler",
    "Deployment/frontend",
    minimum("frontend", 1, 2),
  ),
  basebook(
    "the backend reaches others, and nobody reaches it: the Ingress",
    "traffic-blocked",
    "NetworkPolicy/backend-network-policy",
    closed("backend", [to({ component: "router" }, 8080)]),
  ),
  basebook(
    "the backend reaches others, and nobody reaches it: Prometheus",
    "scrape-blocked",
    "NetworkPolicy/backend-network-policy",
    closed("backend", [to({ component: "router" }, 8080)]),
  ),
  basebook(
    "only the backend reaches the router, not Prometheus",
    "scrape-blocked",
    "NetworkPolicy/router-network-policy",
    (draft) => {
      const { spec } = draft.of("NetworkPolicy", "router-network-policy");
      spec.ingress = [
        {
          from: [{ podSelector: { matchLabels: { component: "backend" } } }],
          ports: [{ port: 8080 }],
        },
      ];
    },
  ),
  basebook(
    "the frontend is isolated, from the Ingress too",
    "traffic-blocked",
    "NetworkPolicy/frontend-network-policy",
    closed("frontend", []),
  ),
  basebook(
    "an ExternalSecret of external-secrets.io/v1beta1",
    "unchecked-resource",
    "ExternalSecret/basebook-secrets",
    (draft) => {
      draft.of("ExternalSecret", "basebook-secrets").apiVersion = "external-secrets.io/v1beta1";
    },
    true,
  ),
];

export const settled: readonly Settled[] = [...ofThebot, ...ofWbot, ...ofPiyasa, ...ofBasebook];
