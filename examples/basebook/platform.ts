import { certificate, config, environmentName, external, externalSecrets, hosts } from "slipway";
import { image, ingress, issuer, type Part, platform, podMetrics, scratch } from "slipway";
import { sealedSecrets, secret, web } from "slipway";

// The world outside: managed data stores, whose addresses stand in the secret
const keys = secret("basebook-secrets", ["DATABASE_URL", "REDIS_URL"]);
const network = { cidr: ["10.20.0.0/16"] } as const; // the private network of the cloud
const db = external("postgresql", { from: keys.key("DATABASE_URL"), port: 5432, ...network });
const cache = external("redis", { from: keys.key("REDIS_URL"), port: 6379, ...network });
const [apex, api] = hosts("", "api");

// Metrics that the autoscalers follow
const requests = podMetrics("basebook-metrics", {
  http_requests_per_second: { counter: "http_requests_total" },
  route_calculations_per_second: { counter: "route_calculations_total" },
});

// Programs
const settings = config("basebook-config", {
  NODE_ENV: "production",
  ENVIRONMENT: environmentName,
  LOG_LEVEL: "info",
  CORS_ORIGIN: apex.url,
});
const common = {
  security: { user: 1001 },
  mounts: { "/tmp": scratch() },
} satisfies Part;
const started = { get: "/health", failures: 30 } as const; // 5 minutes
const up = { percent: 100, pods: 2, every: "15s", window: "0s" } as const;
const down = { percent: 50, pods: 1, every: "1m", window: "5m" } as const;
const router = web("router", {
  ...common,
  image: image("basebook/router"),
  port: { http: 8080, metrics: 9091 },
  service: { name: "router-service" },
  env: { RUST_LOG: "info" },
  probes: {
    startup: started,
    liveness: { get: "/health", after: "15s" },
    readiness: { get: "/ready", after: "5s" },
  },
  resources: { cpu: [1, 2], memory: ["1Gi", "2Gi"] },
  scale: {
    ...{ min: 2, max: 6, cpu: 60, memory: 70, up, down },
    metrics: { route_calculations_per_second: 100 },
  },
  budget: 1,
  metrics: { port: "metrics" },
});
const backend = web("backend", {
  ...common,
  image: image("basebook/backend"),
  port: { http: 4000, ws: 4001, metrics: 9090 },
  service: { name: "backend-service" },
  envFrom: [settings],
  env: { DATABASE_URL: db.url, REDIS_URL: cache.url, ROUTER_URL: router.url },
  probes: {
    startup: started,
    liveness: { get: "/health", after: "30s" },
    readiness: { get: "/ready", after: "10s" },
  },
  resources: { cpu: ["500m", 1], memory: ["512Mi", "1Gi"] },
  scale: {
    ...{ min: 3, max: 10, cpu: 70, memory: 80, up, down },
    metrics: { http_requests_per_second: 1000 },
  },
  budget: 2,
  metrics: { port: "metrics" },
  stopWithin: "1m", // sockets are told to reconnect
});
const page = { get: "/api/health" } as const;
const frontend = web("frontend", {
  ...common,
  image: image("basebook/frontend"),
  port: 3000,
  service: { name: "frontend-service" },
  env: { NODE_ENV: "production" },
  mounts: { ...common.mounts, "/app/.next/cache": scratch() },
  probes: {
    startup: { ...page, failures: 30 },
    liveness: { ...page, after: "30s" },
    readiness: { ...page, after: "10s" },
  },
  resources: { cpu: ["250m", "500m"], memory: ["256Mi", "512Mi"] },
  scale: { min: 2, max: 8, cpu: 70, memory: 80, up, down },
  budget: 1,
});

// Routes
const acme = { email: "devops@basebook.finance", scope: "shared" } as const;
const trusted = issuer("letsencrypt-prod", { ...acme, server: "letsencrypt" });
const trial = issuer("letsencrypt-staging", { ...acme, server: "letsencrypt-staging" });
const tls = certificate("basebook-tls", { issuer: trusted });
const edge = ingress("basebook-ingress", {
  routes: [apex.serves(frontend), api.serves({ "/": backend, "/ws": backend.at("ws") })],
  tls,
  cors: [apex],
  timeout: "1h", // sockets
});

export default platform("basebook", {
  components: { settings, backend, router, frontend, edge, tls, requests },
  selector: "component",
  names: { account: "{platform}-{name}", policy: "{name}-network-policy" },
  environments: {
    staging: {
      namespace: "basebook-staging",
      domain: "staging.basebook.finance",
      images: { registry: "ghcr.io", tag: "v1.3.0-rc.1" },
      secrets: sealedSecrets({ certificate: "sealing.pem" }),
      components: {
        settings: { LOG_LEVEL: "debug" },
        backend: { scale: { min: 2 }, budget: 1 },
        router: { scale: { min: 1 }, budget: null },
        frontend: { scale: { min: 1 }, budget: null },
        tls: { issuer: trial },
      },
    },
    production: {
      namespace: "basebook",
      domain: "basebook.finance",
      images: { registry: "ghcr.io", tag: "v1.2.3" },
      secrets: externalSecrets({ store: "aws-secrets-manager", path: "prod" }),
      spread: "require",
    },
  },
});
