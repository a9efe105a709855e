import { allow, certificate, clusterAccess, config, dashboard, environmentName } from "slipway";
import { external, externalSecrets, generated, hosts, image, ingress, issuer } from "slipway";
import { notifications, type Part, platform, pod, postgres, redis } from "slipway";
import { registryLogin, scheduler, scrapeConfig, scratch, secret, site } from "slipway";
import { storageClass, text, volume, web, worker } from "slipway";
import { resourcesRequired } from "./admission.ts";
import { alerting, recording } from "./alerts.ts";
import overview from "./grafana-dashboard.json" with { type: "json" };

// The world outside
const [apex, www, api, ws, admin, others] = hosts("", "www", "api", "ws", "admin", "*");
const yookassa = external("yookassa", { host: "api.yookassa.ru", port: 443 });
const telegram = external("telegram", { host: "api.telegram.org", port: 443 });
const mail = external("mail", { host: "smtp.the-bot.ru", port: 587 });

// Secrets by name and key; the values come from each environment's store
const keys = ["SECRET_KEY", "JWT_SECRET_KEY", "TELEGRAM_BOT_TOKEN", "OPENROUTER_API_KEY"] as const;
const payment = ["YOOKASSA_SHOP_ID", "YOOKASSA_SECRET_KEY"] as const;
const mailbox = ["EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"] as const;
const django = secret("django-secrets", [...keys, ...payment, ...mailbox]);
const dbLogin = secret("postgres-credentials", ["POSTGRES_USER", "POSTGRES_PASSWORD"]);
const cacheLogin = secret("redis-credentials", ["REDIS_PASSWORD"]);
const sshKeys = secret("ssh-keys", ["id_ed25519", "known_hosts"], { optional: true });
const registry = registryLogin("docker-registry-credentials");

// Storage
const ebs = { provisioner: "ebs.csi.aws.com", scope: "shared" } as const;
const gp3 = { type: "gp3", iops: "6000", throughput: "250" };
const fast = storageClass("standard-fast", { ...ebs, parameters: { type: "gp3" } });
const ssd = storageClass("fast-ssd", { ...ebs, parameters: gp3, reclaim: "Retain" });
const nfsServer = { server: "nfs.the-bot.ru", share: "/thebot" };
const network = { provisioner: "nfs.csi.k8s.io", waitForPod: false, scope: "shared" } as const;
const nfs = storageClass("standard-shared", { ...network, parameters: nfsServer });
const dbData = volume("postgres-pvc", { size: "100Gi", class: fast });
const cacheData = volume("redis-pvc", { size: "20Gi", class: fast });
const backups = volume("backup-pvc", { size: "200Gi", class: fast });
const statics = volume("backend-static-pvc", { size: "10Gi", shared: true, class: nfs });
const media = volume("backend-media-pvc", { size: "50Gi", shared: true, class: nfs });
const logs = volume("backend-logs-pvc", { size: "10Gi", shared: true, class: nfs });
const webLogs = volume("frontend-logs-pvc", { size: "5Gi", shared: true, class: nfs });

// Data
const cache = redis("redis", {
  version: "7-alpine",
  password: cacheLogin.key("REDIS_PASSWORD"),
  storage: cacheData,
  settings: { maxmemory: "384mb", "maxmemory-policy": "volatile-lru", appendonly: "yes" },
  resources: { cpu: ["250m", "500m"], memory: ["256Mi", "512Mi"] },
  metrics: true,
  services: { "redis-svc": "internal" },
});
const internal = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" };
const db = postgres("postgres", {
  version: "15-alpine",
  user: dbLogin.key("POSTGRES_USER"),
  password: dbLogin.key("POSTGRES_PASSWORD"),
  storage: dbData,
  settings: { max_connections: 200, shared_buffers: "256MB", effective_cache_size: "768MB" },
  resources: { cpu: ["500m", "1"], memory: ["512Mi", "1Gi"] },
  metrics: true,
  backup: { schedule: "0 2 * * *", keep: 14, to: backups },
  apart: [cache],
  services: { "postgres-lb": { loadBalancer: { from: ["10.8.0.0/24"], annotations: internal } } }, // VPN
});

// Programs
const settings = config("django-config", {
  ENVIRONMENT: environmentName,
  DEBUG: "False",
  LOG_LEVEL: "INFO",
  CORS_ALLOWED_ORIGINS: text`${apex.url},${www.url}`,
  ...{ DATABASE_HOST: db.host, DATABASE_PORT: db.port, DATABASE_NAME: db.database },
  ...{ REDIS_HOST: cache.host, REDIS_PORT: cache.port },
  ...{ API_URL: api.url, FRONTEND_URL: apex.url, WEBSOCKET_URL: ws.ws },
  ...{ YOOKASSA_API_URL: yookassa.url, TELEGRAM_API_URL: telegram.url },
});
const python = {
  image: image("thebot/backend"),
  envFrom: [settings, django],
  env: {
    PYTHONUNBUFFERED: 1,
    PROMETHEUS_MULTIPROC_DIR: "/tmp", // gunicorn's workers count together
    ALLOWED_HOSTS: text`${apex.name},${www.name},${api.name},${ws.name},${admin.name},backend,${pod.ip}`,
    ...{ DATABASE_URL: db.url, REDIS_URL: cache.url },
    ...{ CELERY_BROKER_URL: cache.db(1), CELERY_RESULT_BACKEND: cache.db(2) },
  },
  calls: [mail],
  mounts: { "/app/media": media, "/app/logs": logs, "/tmp": scratch() },
  resources: { cpu: ["500m", "1"], memory: ["512Mi", "1Gi"] },
} satisfies Part;
const health = { get: "/api/system/health/", timeout: "5s" } as const;
const ready = { get: "/api/system/readiness/", timeout: "5s" } as const;
const backend = web("backend", {
  ...python,
  port: 8000,
  command: ["gunicorn", "thebot.asgi", "--worker-class=uvicorn.workers.UvicornWorker"],
  args: ["--workers=4", "--bind=0.0.0.0:8000"],
  mounts: { ...python.mounts, "/app/static": statics, "/home/app/.ssh": sshKeys },
  init: { collectstatic: { command: ["python", "manage.py", "collectstatic", "--noinput"] } },
  migrate: ["python", "manage.py", "migrate", "--noinput"],
  probes: { startup: { ...health, failures: 24 }, liveness: health, readiness: ready },
  scale: { min: 3, max: 10, cpu: 70, memory: 80 },
  budget: 2,
  services: { "backend-internal": "headless" },
  access: [allow(["get"], [settings, django])],
  metrics: { path: "/api/system/metrics/prometheus/" },
});
const own = 'celery -A thebot inspect "$0" -d "celery@$HOSTNAME"'; // this worker, not any
const celery = worker("celery-worker", {
  ...python,
  command: ["celery", "-A", "thebot", "worker", "--concurrency=4", "--loglevel=INFO"],
  probes: {
    liveness: { exec: ["sh", "-c", own, "active"], after: "30s", every: "1m", timeout: "20s" },
    readiness: { exec: ["sh", "-c", own, "ping"], every: "30s", timeout: "20s" },
  },
  scale: { min: 2, max: 10, cpu: 70, memory: 80 },
  budget: 1,
  services: { "celery-worker": "headless" },
  stopWithin: "2m",
});
const alive = ["sh", "-c", 'kill -0 "$(cat /tmp/celerybeat.pid)"'];
const beat = scheduler("celery-beat", {
  ...python,
  command: ["celery", "-A", "thebot", "beat", "--pidfile=/tmp/celerybeat.pid"],
  args: ["--scheduler=django_celery_beat.schedulers:DatabaseScheduler"],
  probes: { liveness: { exec: alive, after: "30s" } },
  resources: { cpu: ["250m", "500m"], memory: ["256Mi", "512Mi"] },
});
const webSettings = config("frontend-config", {
  "config.json": text`{ "apiUrl": "${api.url}", "websocketUrl": "${ws.ws}",
  "appName": "THE_BOT", "environment": "${environmentName}" }\n`,
});
const frontend = site("frontend", {
  image: image("thebot/frontend"),
  port: 3000,
  names: { config: "nginx-config" },
  proxy: { "/api/": backend, "/ws/": backend, "/static/": backend, "/media/": backend },
  cors: [apex, www],
  timeout: "1h",
  bodySize: "50Mi",
  logs: webLogs,
  mounts: { "/usr/share/nginx/html/config": webSettings },
  resources: { cpu: ["250m", "500m"], memory: ["256Mi", "512Mi"] },
  scale: { min: 3, max: 10, cpu: 70 },
  budget: 2,
  services: { "frontend-lb": { loadBalancer: { ports: { http: 80 } } } },
});

// Routes
const dns01 = { route53: { region: "eu-central-1" } };
const acme = { email: "admin@the-bot.ru", http01: true, dns01, scope: "shared" } as const;
const trusted = issuer("letsencrypt-prod", { ...acme, server: "letsencrypt" });
const trial = issuer("letsencrypt-staging", { ...acme, server: "letsencrypt-staging" });
const tls = certificate("tls-certificate", { issuer: trusted });
const rateLimit = { perSecond: 50, connections: 100 };
const limits = { tls, rateLimit, timeout: "1h", bodySize: "50Mi" } as const;
const pages = [apex, www, others].map((name) => name.serves(frontend));
const sockets = [ws, admin].map((name) => name.serves(backend));
const edge = ingress("thebot-ingress", {
  ...limits,
  routes: [...pages, ...sockets],
  cors: [apex, www],
});
const apiRoutes = [api.serves(backend, ["/ws", "/api", "/admin", "/static", "/media"])];
const apiEdge = ingress("thebot-api-ingress", { ...limits, routes: apiRoutes, cors: [apex, www] });

// Observation
const sender = { from: "alerts@the-bot.ru", user: "alerts@the-bot.ru", server: mail };
const to = { critical: "oncall@the-bot.ru", warning: "team@the-bot.ru" };
const onCall = notifications("thebot-alerts", {
  ...sender,
  password: django.key("EMAIL_HOST_PASSWORD"),
  to,
});
const scraped = {
  scrape: [backend, db, cache],
  alertmanager: "alertmanager-operated.monitoring:9093",
};
const prometheus = scrapeConfig("prometheus-config", { ...scraped, rules: [alerting, recording] });
const grafana = dashboard("thebot-dashboard", { dashboard: overview });
const look = ["get", "list", "watch"];
const targets = allow(look, ["nodes", "nodes/metrics", "pods", "services", "endpoints"]);
const slices = allow(look, ["endpointslices"], { group: "discovery.k8s.io" });
const monitoring = clusterAccess("monitoring", {
  rules: [targets, slices],
  paths: ["/metrics"],
  to: { serviceAccount: "prometheus-k8s", namespace: "monitoring" },
});

const single = { scale: 1, budget: null }; // nothing to keep up while a node is drained
const pair = { scale: { min: 2, max: 5 }, budget: 1 };
const stores = { db, dbData, backups, cache, cacheData, media };
const programs = { settings, backend, frontend, celery, beat };
const routing = { edge, apiEdge, tls, trusted, trial };
const watching = { alerting, recording, onCall, prometheus, grafana, monitoring };
export default platform("thebot", {
  components: { ...stores, ...programs, ...routing, ...watching, registry, resourcesRequired },
  pull: registry,
  quota: { cpu: 20, memory: "40Gi", pods: 100 },
  environments: {
    dev: {
      namespace: "thebot-dev",
      domain: "dev.the-bot.ru",
      images: { registry: "localhost:5000", tag: "dev" },
      secrets: generated(),
      spread: "none",
      components: {
        settings: { DEBUG: "True", LOG_LEVEL: "DEBUG" },
        backend: { ...single, resources: { cpu: ["100m", "1"], memory: ["128Mi", "1Gi"] } },
        frontend: single,
        celery: single,
        dbData: { size: "10Gi", class: "standard" },
        cacheData: { class: "standard" },
        backups: { class: "standard" },
        media: { size: "5Gi" },
        tls: { issuer: trial },
      },
    },
    staging: {
      namespace: "thebot-staging",
      domain: "staging.the-bot.ru",
      images: { registry: "gcr.io", tag: "v1.0.0-rc.1" },
      secrets: externalSecrets({ store: "vault", path: "thebot/staging" }),
      components: {
        backend: { ...pair, resources: { cpu: ["250m", "750m"], memory: ["256Mi", "768Mi"] } },
        frontend: pair,
        celery: { scale: { max: 5 } },
        dbData: { size: "50Gi" },
        media: { size: "20Gi" },
        tls: { issuer: trial },
      },
    },
    production: {
      namespace: "thebot",
      domain: "the-bot.ru",
      images: { registry: "gcr.io", tag: "v1.0.0" },
      secrets: externalSecrets({ store: "vault", path: "thebot/production" }),
      spread: "require",
      quota: { cpu: 24, memory: "40Gi", pods: 100 }, // 20 would refuse the last surge pods
      components: {
        settings: { LOG_LEVEL: "WARNING" },
        backend: { scale: { max: 15 }, resources: { cpu: ["750m", 2], memory: ["768Mi", "2Gi"] } },
        celery: { scale: { min: 3 } },
        dbData: { class: ssd },
        cacheData: { class: ssd },
      },
    },
  },
});
