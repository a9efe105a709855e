/** A mistake that must not compile, beside the right way to write it, which must. */
export interface Mistake {
  readonly name: string;
  readonly write: (part: string) => string;
  readonly wrong: string;
  readonly right: string;
  /** What the compiler must tell the person. */
  readonly says: string;
}

const inEnvironment = (part: string) =>
  `platform("shop", { components, environments: { production: { ...place, components: { ${part} } } } });`;
const inPlatform = (part: string) =>
  `platform("shop", { components, environments: { production: place }, ${part} });`;
const inWeb = (part: string) =>
  `web("a", { image: app, port: { http: 80, ws: 81 }, resources, scale: 1, ${part} });`;
const inWorker = (part: string) => `worker("a", { image: app, ${part} });`;
const inCron = (part: string) => `cron("a", { image: app, resources, ${part} });`;
const alone = (part: string) => part;

type Row = readonly [
  name: string,
  write: (part: string) => string,
  wrong: string,
  right: string,
  says: string,
];

const rows: readonly Row[] = [
  [
    "a misspelt component",
    inEnvironment,
    "bakend: { scale: 1 }",
    "backend: { scale: 1 }",
    "Did you mean to write 'backend'?",
  ],
  [
    "a misspelt component beside a right one",
    inEnvironment,
    "tasks: { scale: 1 }, bakend: { scale: 1 }",
    "tasks: { scale: 1 }, backend: { scale: 1 }",
    "Did you mean to write 'backend'?",
  ],
  [
    "a misspelt field",
    inEnvironment,
    "backend: { scal: 1 }",
    "backend: { scale: 1 }",
    "Did you mean to write 'scale'?",
  ],
  [
    "a misspelt field beside a right one",
    inEnvironment,
    "backend: { budget: 1, scal: 1 }",
    "backend: { budget: 1, scale: 2 }",
    "Did you mean to write 'scale'?",
  ],
  [
    "a misspelt nested field",
    inEnvironment,
    'backend: { resources: { cpu: { requst: "1" } } }',
    'backend: { resources: { cpu: { request: "1" } } }',
    "'requst'",
  ],
  [
    "a misspelt nested field beside a right one",
    inEnvironment,
    'backend: { resources: { memry: { request: "1Gi" }, cpu: ["1", "2"] } }',
    'backend: { resources: { memory: { request: "1Gi" }, cpu: ["1", "2"] } }',
    "Did you mean to write 'memory'?",
  ],
  [
    "a misspelt field of an environment",
    (part) =>
      `platform("shop", { components, environments: { production: { namespace: "a", ${part} } } });`,
    'domian: "a.example"',
    'domain: "a.example"',
    "Did you mean to write 'domain'?",
  ],
  [
    "a misspelt option of the platform",
    inPlatform,
    "label: {}",
    "labels: {}",
    "'label' does not exist",
  ],
  [
    "a misspelt option of a component",
    inWeb,
    "probe: {}",
    "probes: {}",
    "Did you mean to write 'probes'?",
  ],
  [
    "a misspelt option in a shared part",
    alone,
    "({ imag: app }) satisfies Part;",
    "({ image: app }) satisfies Part;",
    "Did you mean to write 'image'?",
  ],
  [
    "a misspelt component in an environment of its own file",
    alone,
    'environment(components, { namespace: "a", components: { bakend: { scale: 1 } } });',
    'environment(components, { namespace: "a", components: { backend: { scale: 1 } } });',
    "Did you mean to write 'backend'?",
  ],
  [
    "a misspelt key of a config",
    inEnvironment,
    'settings: { LOG_LEVL: "DEBUG" }',
    'settings: { LOG_LEVEL: "DEBUG" }',
    "'LOG_LEVL'",
  ],
  [
    "an unknown key of a config",
    alone,
    'settings.key("LEVEL");',
    'settings.key("LOG_LEVEL");',
    '"LOG_LEVEL" | "SHARDS"',
  ],
  [
    "an unknown key of a secret",
    alone,
    'login.key("USR");',
    'login.key("USER");',
    '"PASSWORD" | "USER"',
  ],
  [
    "a field of another kind",
    inWeb,
    'schedule: "0 2 * * *"',
    "budget: 1",
    "'schedule' does not exist in type 'WebOptions",
  ],
  [
    "a field of another kind in an environment",
    inEnvironment,
    "db: { probes: {} }",
    "db: { metrics: true }",
    "'probes' does not exist in type 'PostgresOverride'",
  ],
  [
    "a strategy for a scheduler, of which one runs",
    alone,
    'scheduler("a", { image: app, resources, strategy: "recreate" });',
    'scheduler("a", { image: app, resources });',
    "'strategy' does not exist in type 'SchedulerOptions'",
  ],
  [
    "metrics of a site, which has none",
    alone,
    'site("a", { image: app, resources, scale: 1, metrics: true });',
    'site("a", { image: app, resources, scale: 1 });',
    "'metrics' does not exist in type 'SiteOptions'",
  ],
  ["an unknown port in at()", alone, 'backend.at("wss");', 'backend.at("ws");', '"http" | "ws"'],
  [
    "an unknown port in a probe",
    inWeb,
    'probes: { liveness: { get: "/", port: "wss" } }',
    'probes: { liveness: { get: "/", port: "ws" } }',
    '"http" | "ws"',
  ],
  [
    "an unknown port in metrics",
    inWeb,
    'metrics: { port: "wss" }',
    'metrics: { port: "ws" }',
    '"http" | "ws"',
  ],
  [
    "a probe's path without a slash",
    inWeb,
    'probes: { liveness: "health" }',
    'probes: { liveness: "/health" }',
    `'"health"' is not assignable to type 'Probe`,
  ],
  [
    "a mount's path without a slash",
    inWeb,
    'mounts: { "tmp": scratch() }',
    'mounts: { "/tmp": scratch() }',
    `'"tmp"' does not exist in type 'Mounts'`,
  ],
  [
    "a route's path without a slash",
    alone,
    'api.serves({ "ws": backend });',
    'api.serves({ "/ws": backend });',
    "'\"ws\"' does not exist in type",
  ],
  [
    "memory in megabytes as nobody writes them",
    inWorker,
    'scale: 1, resources: { cpu: ["1", "1"], memory: ["512mb", "1Gi"] }',
    'scale: 1, resources: { cpu: ["1", "1"], memory: ["512Mi", "1Gi"] }',
    "`${number}Mi`",
  ],
  [
    "storage in GB",
    alone,
    'volume("a", { size: "10GB" });',
    'volume("a", { size: "10Gi" });',
    "`${number}Gi`",
  ],
  [
    "a time without a unit",
    inWeb,
    'probes: { liveness: { get: "/", after: 30 } }',
    'probes: { liveness: { get: "/", after: "30s" } }',
    "`${number}s`",
  ],
  [
    "one amount where request and limit are wanted",
    inWorker,
    'scale: 1, resources: { cpu: "500m", memory: ["1Gi", "1Gi"] }',
    'scale: 1, resources: { cpu: ["500m", "1"], memory: ["1Gi", "1Gi"] }',
    "Range<Cpu>",
  ],
  [
    "a secret in a config",
    alone,
    'config("a", { URL: db.url });',
    'config("a", { HOST: db.host });',
    "this value is secret: put it in `env`",
  ],
  [
    "a secret in a config inside a text",
    alone,
    'config("a", { URL: text`${db.url}?ssl=1` });',
    'config("a", { HOST: text`${db.host}.` });',
    "this value is secret: put it in `env`",
  ],
  [
    "the address of a cache with a password in a config",
    alone,
    'config("a", { URL: cache.url });',
    'config("a", { URL: open.url });',
    "this value is secret: put it in `env`",
  ],
  [
    "a boolean in env",
    inWeb,
    "env: { DEBUG: true }",
    'env: { DEBUG: "true" }',
    "Type 'boolean' is not assignable to type 'EnvValue'",
  ],
  [
    "a component in env",
    inWeb,
    "env: { BACKEND: backend }",
    "env: { BACKEND: backend.url }",
    "this is a component, not a text: write its .url, .host, .port or .name",
  ],
  [
    "a store as a mount",
    inWeb,
    'mounts: { "/data": db }',
    'mounts: { "/data": data }',
    "'Postgres' is not assignable to type 'Mount'",
  ],
  ["a worker as a route", alone, "api.serves(tasks);", "api.serves(backend);", "Worker<"],
  [
    "a config among the calls",
    inWeb,
    "calls: [settings]",
    'calls: [payments, backend.at("ws")]',
    "Callee",
  ],
  [
    "a pattern without {name}",
    inPlatform,
    'names: { autoscaler: "hpa" }',
    'names: { autoscaler: "{name}-hpa" }',
    "`${string}{name}${string}`",
  ],
  [
    "a pattern of a connection without {to}",
    inPlatform,
    'names: { edge: "from-{from}" }',
    'names: { edge: "{from}-{to}" }',
    "{from}",
  ],
  ["a schedule in words", inCron, 'schedule: "daily"', 'schedule: "@daily"', "`@${string}`"],
  [
    "a schedule with four fields",
    inCron,
    'schedule: "0 2 * *"',
    'schedule: "0 2 * * *"',
    "`@${string}`",
  ],
  [
    "an autoscaler without a minimum",
    (part) => `worker("a", { image: app, resources, scale: { ${part} } });`,
    "max: 3, cpu: 70",
    "min: 1, max: 3, cpu: 70",
    "Property 'min' is missing",
  ],
  [
    "null on a required field",
    inEnvironment,
    "backend: { image: null }",
    "backend: { budget: null }",
    "Type 'null' is not assignable",
  ],
  [
    "a patch of a kind that the component lacks",
    alone,
    'patch(backend, "StatefulSet", () => {});',
    'patch(backend, "Deployment", () => {});',
    '"StatefulSet"',
  ],
  [
    "a misspelt field in a patch",
    alone,
    'patch(backend, "Deployment", (d) => { d.spec.replica = 3; });',
    'patch(backend, "Deployment", (d) => { d.spec.replicas = 3; });',
    "Did you mean 'replicas'?",
  ],
  [
    "no environments",
    (part) => `platform("shop", { components, ${part} });`,
    "names: {}",
    "environments: { production: place }",
    "Property 'environments' is missing",
  ],
  [
    "an environment without a namespace",
    (part) => `platform("shop", { components, environments: { production: { ${part} } } });`,
    'domain: "a.example"',
    'namespace: "a"',
    "Property 'namespace' is missing",
  ],
  [
    "a setting of another type",
    inEnvironment,
    'shards: "four"',
    "shards: 8",
    "not assignable to type 'number'",
  ],
  [
    "a text setting as a number of pods",
    inWorker,
    'resources, scale: setting("s", "four")',
    'resources, scale: setting("s", 4)',
    "Setting<string>",
  ],
  [
    "a secret store by its name",
    (part) =>
      `platform("shop", { components, environments: { production: { ...place, ${part} } } });`,
    'secrets: "existing"',
    "secrets: existing()",
    "SecretStore",
  ],
  [
    "a plain password",
    alone,
    'postgres("a", { version: "15", storage: data, user: login.key("USER"), password: "hunter2", resources });',
    'postgres("a", { version: "15", storage: data, user: login.key("USER"), password: login.key("PASSWORD"), resources });',
    "Type 'string' is not assignable to type 'SecretRef'",
  ],
  [
    "an unknown component in files",
    inPlatform,
    'files: { main: ["bakend"] }',
    'files: { main: ["backend", "network"] }',
    '"bakend"',
  ],
];

export const mistakes: readonly Mistake[] = rows.map(([name, write, wrong, right, says]) => ({
  name,
  write,
  wrong,
  right,
  says,
}));
