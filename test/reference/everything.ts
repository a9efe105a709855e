import {
  alerts,
  certificate,
  config,
  cron,
  dotenv,
  existing,
  external,
  externalSecrets,
  fernet,
  generated,
  host,
  image,
  ingress,
  issuer,
  job,
  keyPair,
  type Platform,
  platform,
  postgres,
  random,
  redis,
  registryLogin,
  scheduler,
  secret,
  site,
  volume,
  web,
  worker,
} from "../../src/index.ts";

const small = { cpu: ["100m", "200m"], memory: ["128Mi", "256Mi"] } as const;

/**
 * A platform with what the examples do not have together: stores in every mode, routes by a Gateway,
 * every plain back end of secrets, jobs, names before names, and texts that Markdown and shells would trip over.
 */
export function everything(): Platform {
  const login = secret("login", ["USER", "PASSWORD"]);
  const keys = secret("keys", ["API_KEY", "FERNET", "PRIVATE", "PUBLIC", "GIVEN", "MAYBE"], {
    optional: ["MAYBE"],
    generate: { API_KEY: random(40), FERNET: fernet(), PRIVATE: keyPair({ public: "PUBLIC" }) },
  });
  const files = secret("files", ["known_hosts"]);
  const tls = secret("tls", ["tls.crt", "tls.key"], {
    type: "kubernetes.io/tls",
    from: existing(),
  });
  const registry = registryLogin("registry");
  const db = postgres("db", {
    version: "15",
    user: login.key("USER"),
    password: login.key("PASSWORD"),
    storage: volume("db-data", { size: "10Gi" }),
    resources: small,
    backup: { schedule: "0 2 * * *", keep: 3, to: volume("dumps", { size: "10Gi" }) },
  });
  const cache = redis("cache", {
    version: "7-alpine",
    password: false,
    storage: volume("cache-data", { size: "1Gi", perMember: true }),
    settings: { appendonly: "yes" },
    resources: small,
    backup: { schedule: "0 3 * * *", keep: 3, to: volume("cache-dumps", { size: "1Gi" }) },
  });
  const settings = config("settings", {
    PIPE: "a | b || c",
    TICKS: "`code` ``more``",
    MARKUP: "<b>&amp;</b> [link](nowhere.md) *star* _under_ \\",
    "long.txt": "one | two\n```\n[a](nowhere.md)\n```\n| x |\n",
    CACHE: cache.url,
  });
  const app = { image: image("shop/app"), resources: small };
  const api = web("api", {
    ...app,
    port: { http: 8000, ws: 8001 },
    envFrom: [settings, keys],
    env: { DATABASE_URL: db.url, ODD: "it's | `odd` $(x)" },
    calls: [external("mail", { host: "smtp.example.org", port: 587 })],
    mounts: { "/ssh": files },
    migrate: ["./manage", "migrate"],
    probes: { readiness: { exec: ["sh", "-c", "echo `date` | grep '|'"] } },
    scale: { min: 2, max: 4, cpu: 70 },
    budget: 1,
  });
  const members = worker("members", {
    ...app,
    member: "SHARD",
    shards: 2,
    env: { DATABASE_URL: db.url },
    scale: 3,
    budget: { unavailable: 1 },
  });
  const clock = scheduler("clock", { ...app, args: ["clock"] });
  const once = job("seed", { ...app, args: ["seed"], env: { DATABASE_URL: db.url } });
  const nightly = cron("report", { ...app, args: ["report"], schedule: "0 6 * * 1" });
  const pages = site("pages", {
    image: image("shop/pages"),
    resources: small,
    proxy: { "/api/": api },
    scale: 1,
  });
  const odd = alerts("alerts", {
    rules: {
      Odd: {
        expr: "up == 0",
        for: "5m",
        severity: "critical",
        summary: "<{{ $labels.pod }}> | `is` *down*_",
      },
    },
  });
  const sign = issuer("letsencrypt", { email: "ops@shop.example", server: "letsencrypt" });
  const cert = certificate("shop-tls", { issuer: sign });
  const edge = ingress("shop", {
    routes: [host().serves(pages), host("api").serves(api)],
    tls: cert,
  });
  const components = {
    login,
    keys,
    files,
    tls,
    db,
    cache,
    settings,
    api,
    members,
    clock,
    once,
    nightly,
    pages,
    edge,
  };
  return platform("shop", {
    components: { ...components, odd },
    pull: registry,
    quota: { cpu: 1, memory: "1Gi", pods: 5 },
    environments: {
      plain: {
        namespace: "shop-plain",
        domain: "plain.example",
        images: { registry: "localhost:5000", tag: "v1" },
        secrets: generated(),
      },
      operator: {
        namespace: "shop-operator",
        domain: "operator.example",
        prefix: "op-",
        images: { registry: "localhost:5000", tag: "v1" },
        secrets: dotenv({ file: ".env.operator" }),
        cluster: { gateway: { class: "envoy" } },
        components: {
          db: { cloudNativePg: { instances: 3 } },
          cache: { as: "Deployment", storage: volume("cache-data", { size: "1Gi" }) },
        },
      },
      outside: {
        namespace: "shop",
        domain: "shop.example",
        images: { registry: "localhost:5000", tag: "v1" },
        secrets: existing(),
        quota: false,
        components: {
          db: { external: { host: "db.internal.example", cidr: ["10.9.0.0/16"] }, backup: false },
          cache: { external: { host: "cache.internal.example" }, backup: false },
          keys: { from: externalSecrets({ store: "vault", path: "shop" }) },
        },
      },
    },
  });
}
