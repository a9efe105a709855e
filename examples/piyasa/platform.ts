import { allow, certificate, config, dotenv, external, hosts, image, ingress } from "slipway";
import { issuer, type Part, platform, postgres, redis, scratch, setting, site } from "slipway";
import { volume, web, worker } from "slipway";
import { keys } from "./secrets.ts";

// The world outside
const [apex, api] = hosts("", "api");
const openai = external("openai", { host: "api.openai.com", port: 443 });
const groq = external("groq", { host: "api.groq.com", port: 443 });
const gemini = external("gemini", { host: "generativelanguage.googleapis.com", port: 443 });

// Data
const db = postgres("postgres", {
  version: "15-alpine",
  as: "Deployment",
  service: { name: "db-service" },
  ...{ database: "piyasa_db", user: "piyasa_user", password: keys.key("DATABASE_PASSWORD") },
  storage: volume("postgres-pvc", { size: "10Gi" }),
  resources: { cpu: ["250m", 1], memory: ["256Mi", "1Gi"] },
  names: { backup: "db-backup" },
  backup: { schedule: "0 2 * * *", keep: 7, to: volume("backup-pvc", { size: "20Gi" }) },
});
const cache = redis("redis", {
  version: "7-alpine",
  service: { name: "redis-service" },
  password: false, // only the API and the workers reach it
  storage: volume("redis-data", { size: "5Gi", perMember: true }),
  settings: { maxmemory: "384mb", "maxmemory-policy": "volatile-lru", appendonly: "yes" },
  resources: { cpu: ["100m", "500m"], memory: ["128Mi", "512Mi"] },
});

// Programs
const shards = setting("total-workers", 4);
const settings = config("piyasa-config", {
  ...{ REDIS_URL: cache.url, LLM_PROVIDER: "openai", LLM_MODEL: "gpt-4o-mini" },
  ...{ LOG_LEVEL: "INFO", TOTAL_WORKERS: shards.value },
});
const python = {
  image: image("piyasa_chat_bot/api"),
  envFrom: [settings, keys],
  env: { DATABASE_URL: db.url },
  calls: [openai, groq, gemini],
  mounts: { "/tmp": scratch() },
  security: { user: 1000, volumeGroup: 2000 },
} satisfies Part;
const up = { percent: 100, pods: 2, every: "30s", window: "1m" } as const;
const down = { percent: 50, every: "1m", window: "5m" } as const;
const server = web("api", {
  ...python,
  label: "piyasa-api",
  port: 8000,
  service: { name: "api-service" },
  probes: { liveness: "/healthz", readiness: "/readyz" },
  resources: { cpu: ["500m", 2], memory: ["512Mi", "2Gi"] },
  scale: { min: 2, max: 10, cpu: 70, memory: 80, up, down },
  budget: 1,
  vertical: { mode: "off" }, // recommends; acting on what the autoscaler watches would fight it
  metrics: true,
  migrate: ["python", "-m", "alembic", "upgrade", "head"],
  access: [allow(["get"], [settings, keys])],
  names: { monitor: "piyasa-api-metrics", migration: "db-migration" },
});
const workers = worker("worker", {
  ...python,
  label: "piyasa-worker",
  command: ["python", "worker.py"],
  ...{ member: "WORKER_ID", shards },
  resources: { cpu: [1, 4], memory: ["1Gi", "4Gi"] },
  scale: { min: shards, max: 12, cpu: 75, memory: 85, up, down: { ...down, window: "10m" } },
  budget: { unavailable: 1 },
});
const frontend = site("frontend", {
  image: image("piyasa_chat_bot/frontend"),
  label: "piyasa-frontend",
  port: 5173,
  service: { name: "frontend-service" },
  proxy: { "/api/": server },
  resources: { cpu: ["100m", "500m"], memory: ["128Mi", "512Mi"] },
  scale: { min: 2, max: 6, cpu: 70, memory: 75, up, down },
  budget: 1,
});

// Routes
const account = { email: "ops@piyasa-chatbot.example.com", server: "letsencrypt" } as const;
const tls = certificate("piyasa-tls-cert", { issuer: issuer("letsencrypt", account) });
const edge = ingress("piyasa-ingress", {
  routes: [apex.serves(frontend), api.serves(server)],
  cors: [apex],
});

const single = { scale: 1, budget: null };
const half = { cpu: ["250m", "500m"], memory: ["256Mi", "512Mi"] } as const;
export default platform("piyasa", {
  components: { shards, settings, db, cache, server, workers, frontend, edge },
  selector: "app",
  names: {
    ...{ account: "piyasa-{name}-sa", role: "piyasa-{name}-role" },
    ...{ binding: "piyasa-{name}-rolebinding", policy: "{name}-network-policy" },
  },
  environments: {
    dev: {
      ...{ namespace: "piyasa-chatbot-dev", domain: "dev.piyasa-chatbot.example.com" },
      prefix: "dev-",
      images: { registry: "ghcr.io/uzaktantakip000-create", tag: "dev" },
      secrets: dotenv({ file: ".env" }),
      spread: "none",
      components: {
        shards: 2,
        settings: { LOG_LEVEL: "DEBUG" },
        db: { backup: false },
        server: { ...single, vertical: null, resources: half },
        workers: { scale: shards, resources: { cpu: ["500m", 1], memory: ["512Mi", "1Gi"] } },
        frontend: single,
      },
    },
    prod: {
      ...{ namespace: "piyasa-chatbot", domain: "piyasa-chatbot.example.com" },
      images: { registry: "ghcr.io/uzaktantakip000-create", tag: "v2.0.0" },
      secrets: dotenv({ file: ".env.prod" }),
      components: {
        ...{ shards: 6, server: { scale: { min: 3 } }, frontend: { scale: { min: 3 } } },
        edge: { tls },
      },
    },
  },
});
