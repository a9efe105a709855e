import {
  config,
  cron,
  existing,
  external,
  host,
  image,
  ingress,
  platform,
  postgres,
  redis,
  scheduler,
  secret,
  site,
  volume,
  web,
  worker,
} from "slipway";

/** How many teams share the platform; each brings the same ten components, called `part-0001-…`. */
const teams = Number(process.env.TEAMS ?? 2);

const mail = external("mail", { host: "smtp.fleet.example", port: 587 });
const small = { cpu: ["100m", "500m"], memory: ["128Mi", "256Mi"] } as const;

function team(name: string) {
  const login = secret(`${name}-login`, ["user", "password"]);
  const db = postgres(`${name}-db`, {
    version: "15-alpine",
    user: login.key("user"),
    password: login.key("password"),
    storage: volume(`${name}-db-data`, { size: "10Gi" }),
    resources: small,
  });
  const cache = redis(`${name}-cache`, {
    version: "7-alpine",
    password: false,
    storage: volume(`${name}-cache-data`, { size: "1Gi" }),
    resources: small,
  });
  const settings = config(`${name}-settings`, { LOG_LEVEL: "info", FEATURE_FLAGS: "a,b,c" });
  const shared = {
    image: image(`fleet/${name}`),
    envFrom: [settings],
    env: { DATABASE_URL: db.url, CACHE_URL: cache.url },
    resources: small,
  } as const;
  const scale = { min: 2, max: 6, cpu: 70 };
  const api = web(`${name}-api`, {
    ...shared,
    port: 8000,
    probes: { liveness: "/live", readiness: "/ready" },
    scale,
    metrics: true,
  });
  const front = site(`${name}-site`, {
    image: image(`fleet/${name}-site`),
    proxy: { "/api/": api },
    resources: small,
    scale: 2,
  });
  const mailer = worker(`${name}-mailer`, { ...shared, calls: [mail], scale });
  const events = worker(`${name}-events`, { ...shared, calls: [api], scale: 3 });
  const clock = scheduler(`${name}-clock`, shared);
  const sweep = cron(`${name}-sweep`, { ...shared, schedule: "0 3 * * *" });
  const routes = [host(name).serves({ "/": front, "/api": api })];
  const edge = ingress(`${name}-edge`, { routes });
  return { api, front, mailer, events, clock, sweep, db, cache, settings, edge };
}

const names = Array.from({ length: teams }, (_, at) => `part-${String(at + 1).padStart(4, "0")}`);

export default platform("fleet", {
  components: Object.fromEntries(
    names.flatMap((name) =>
      Object.entries(team(name)).map(([key, component]) => [`${name}-${key}`, component]),
    ),
  ),
  environments: {
    production: {
      namespace: "fleet",
      domain: "fleet.example",
      images: { registry: "registry.fleet.example", tag: "v1.0.0" },
      secrets: existing(),
    },
  },
});
