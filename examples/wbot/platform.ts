import { certificate, config, dotenv, environmentName, external, externalSecrets } from "slipway";
import { host, image, ingress, issuer, platform, redis, scratch, secret, sops } from "slipway";
import { text, volume, web } from "slipway";

const operators = "age146ecmgpgwq73w002rgqh7j095zft956srfqr3yd6ejftjwzfep2sfhkv4h"; // may decrypt

// The world outside; the hosts of Supabase are this team's own and stand in its secret
const keys = secret(
  "wbot-secrets",
  [
    ...(["SUPABASE_URL", "SUPABASE_ANON_KEY", "SUPABASE_SERVICE_KEY", "DATABASE_URL"] as const),
    ...(["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY", "LANGSMITH_API_KEY"] as const),
  ],
  { optional: ["LANGSMITH_API_KEY"] },
);
const supabase = external("supabase", { from: keys.key("SUPABASE_URL"), port: 443 });
const database = external("supabase-db", { from: keys.key("DATABASE_URL"), port: 5432 });
const anthropic = external("anthropic", { host: "api.anthropic.com", port: 443 });
const openai = external("openai", { host: "api.openai.com", port: 443 });
const google = external("google", { host: "generativelanguage.googleapis.com", port: 443 });
const langsmith = external("langsmith", { host: "api.smith.langchain.com", port: 443 });

// A cache of embeddings: lost with its pod where no volume is given
const cacheData = volume("redis-data", { size: "5Gi" });
const cache = redis("redis", {
  version: "7-alpine",
  as: "Deployment",
  password: false, // only the AI backend reaches it
  storage: scratch({ size: "1Gi" }),
  settings: { maxmemory: "384mb", "maxmemory-policy": "allkeys-lru" },
  resources: { cpu: ["100m", "500m"], memory: ["128Mi", "512Mi"] },
});

// Programs
const apex = host();
const settings = config("wbot-config", {
  ENVIRONMENT: environmentName,
  REDIS_URL: cache.url,
  CORS_ORIGINS: apex.url,
  LANGSMITH_ENDPOINT: langsmith.url,
  LANGSMITH_PROJECT: text`wbot-${environmentName}`,
  LANGSMITH_TRACING: "false",
  PYTHONUNBUFFERED: 1,
  PYTHONDONTWRITEBYTECODE: 1,
});
const ai = web("wbot-ai", {
  image: image("wbot-ai"),
  port: 8000,
  envFrom: [settings, keys],
  calls: [supabase, database, anthropic, openai, google],
  mounts: { "/tmp": scratch() },
  probes: {
    liveness: { get: "/health", after: "30s" },
    readiness: { get: "/health", after: "10s" },
  },
  resources: { cpu: ["500m", 2], memory: ["512Mi", "2Gi"] },
  scale: { min: 2, max: 10, cpu: 70 },
  budget: 1,
  stopWithin: "2m", // an answer that streams is finished first
});
const frontend = web("wbot-web", {
  image: image("wbot-web"),
  port: 3000,
  service: { ports: { http: 80 } },
  env: {
    AI_BACKEND_URL: ai.url,
    SUPABASE_URL: supabase.url,
    SUPABASE_ANON_KEY: keys.key("SUPABASE_ANON_KEY"),
  },
  mounts: { "/tmp": scratch() },
  probes: { liveness: { get: "/", after: "15s" }, readiness: { get: "/", after: "5s" } },
  resources: { cpu: ["100m", 1], memory: ["256Mi", "1Gi"] },
  scale: 2,
  budget: 1,
});

// Routes
const acme = { email: "ops@wbot.chat", scope: "shared" } as const;
const trusted = issuer("letsencrypt-prod", { ...acme, server: "letsencrypt" });
const trial = issuer("letsencrypt-staging", { ...acme, server: "letsencrypt-staging" });
const tls = certificate("wbot-tls", { issuer: trusted });
const edge = ingress("wbot-ingress", {
  routes: [apex.serves({ "/api": ai, "/health": ai, "/": frontend })],
  tls,
  cors: [apex],
  rateLimit: { perSecond: 20, connections: 50 },
  timeout: "1h", // answers are event streams
  streaming: true,
  bodySize: "10Mi",
});

export default platform("wbot", {
  components: { settings, cache, ai, frontend, edge, tls },
  environments: {
    dev: {
      namespace: "wbot-dev",
      domain: "dev.wbot.chat",
      images: { registry: "localhost:5000", tag: "dev" },
      secrets: dotenv({ file: ".env.dev" }),
      spread: "none",
      components: {
        ai: { scale: 1, budget: null },
        frontend: { scale: 1, budget: null },
        edge: { tls: null },
        tls: false,
      },
    },
    staging: {
      namespace: "wbot-staging",
      domain: "staging.wbot.chat",
      images: { registry: "ghcr.io/wbot", tag: "v1.0.0-rc.1" },
      secrets: sops({ age: [operators] }),
      components: { ai: { scale: { max: 4 } }, tls: { issuer: trial } },
    },
    production: {
      namespace: "wbot",
      domain: "wbot.chat",
      images: { registry: "ghcr.io/wbot", tag: "v1.0.0" },
      secrets: externalSecrets({ store: "vault", path: "wbot/production" }),
      components: {
        settings: { LANGSMITH_TRACING: "true" },
        cache: { storage: cacheData },
      },
    },
  },
});
