import type { Row } from "./wrong-inputs.ts";

/** A shop with a database and a cache; `change` is what production changes. */
const stores = ({ db = "", cache = "", more = "", change = "" }) =>
  `const login = secret("login", ["USER", "PASSWORD", "URL"]);
const data = volume("data", { size: "1Gi" });
const own = volume("own", { size: "1Gi", perMember: true });
const db = postgres("db", { version: "15-alpine", storage: data, user: login.key("USER"), password: login.key("PASSWORD"), resources, ${db} });
const cache = redis("cache", { version: "7", storage: volume("cache", { size: "1Gi" }), password: false, resources, ${cache} });
const components = { db, cache };
${more}
export default platform("shop", { components, environments: { production: { ...place, components: { ${change} } } } });`;
const operated = (part: string) =>
  stores({ db: part, change: "db: { cloudNativePg: { instances: 3 } }" });
const used = (env: string, change: string) =>
  stores({
    more: `components.api = /*!*/web("api", { ...plain, env: { A: ${env} } });`,
    change,
  });
const hidden = 'db: { external: { url: login.key("URL") } }';
const mounting = (part: string) => stores({ more: `components.a = ${part};` });

/** Wrong uses of data stores, of volumes of members, and of services outside. */
export const storeRows: readonly Row[] = [
  [
    "a store that is outside and the operator's",
    stores({
      change: 'db: { cloudNativePg: { instances: 3 }, /*!*/external: { host: "db.example" } }',
    }),
    "db: external and cloudNativePg are both set: one of them runs the server",
    "cloudNativePg: null beside external, or external: null beside cloudNativePg",
  ],
  [
    "a server outside with two addresses",
    stores({ db: 'external: { host: "db.example", /*!*/url: login.key("URL") }' }),
    "db: external.url is the whole address already; host would be a second one",
  ],
  [
    "a server outside without any address",
    stores({ db: "/*!*/external: { port: 5433 }" }),
    'db: external.host is missing: a host such as "db.example.org", or url',
  ],
  [
    "an address outside that is no secret",
    stores({ db: 'external: { /*!*/url: "postgres://a:b@c/d" }' }),
    /db: external.url must be the key of a secret/,
  ],
  [
    "the host of an address in a secret",
    used("db.host", hidden),
    "db.host is not known in production: external.url of db holds the whole address in one secret key",
    "db.url, or external: { host: … } in that environment",
  ],
  [
    "the user in an address in a secret",
    used("db.user", hidden),
    /^db.user is not known in production/,
  ],
  [
    "a numbered database of an address in a secret",
    used("cache.db(1)", 'cache: { external: { url: login.key("URL") } }'),
    "cache.db(1) is not known in production: external.url of cache holds the whole address in one secret key",
    "cache.url, or external: { host: … } in that environment",
  ],
  [
    "ports of a store's first Service",
    stores({ db: "service: { /*!*/ports: { postgres: 1 } }" }),
    "db: service.ports is not an option",
  ],
  [
    "neither a StatefulSet nor a Deployment",
    stores({ db: '/*!*/as: "DaemonSet"' }),
    'db: as must be one of "StatefulSet", "Deployment"; it is "DaemonSet"',
  ],
  [
    "a member's volume of a Deployment",
    stores({ db: 'as: "Deployment"', change: "db: { /*!*/storage: own }" }),
    "db: own is made for members of a StatefulSet, but a Deployment runs db",
    'as: "StatefulSet" here, or perMember: null on the volume',
  ],
  [
    "a member's volume for dumps",
    stores({ db: 'backup: { schedule: "@daily", keep: 1, /*!*/to: own }' }),
    /db: backup.to is own, of which each member has one for itself/,
    "a volume without perMember",
  ],
  [
    "a member's volume in a web component",
    mounting('web("a", { ...plain, mounts: { /*!*/"/data": own } })'),
    "a: mounts own, of which each member has one for itself, but it has no members",
    'a worker with member: "WORKER_ID", or perMember: null on the volume',
  ],
  [
    "a member's volume in a sidecar of a worker without members",
    mounting(
      'worker("a", { image: app, resources, scale: 1, sidecars: { b: { image: "b:1", resources, mounts: { /*!*/"/data": own.readOnly } } } })',
    ),
    /a: mounts own/,
    'member: "WORKER_ID" here, or perMember: null on the volume',
  ],
  [
    "a member's volume for the logs of a site",
    mounting('site("a", { image: app, resources, scale: 1, /*!*/logs: own })'),
    /a: mounts own/,
  ],
  [
    "a member's volume in a migration",
    mounting(
      'worker("a", { image: app, resources, scale: 1, member: "N", mounts: { "/data": own }, /*!*/migrate: ["migrate"] })',
    ),
    /a: migrate runs in a Job, which cannot mount own/,
  ],
  [
    "a volume for all and for each",
    mounting('volume("a", { size: "1Gi", shared: true, /*!*/perMember: true })'),
    "a: shared and perMember exclude each other: one volume for all, or one for each",
  ],
  [
    "a member's volume with dots in its name",
    mounting('/*!*/volume("a.b", { size: "1Gi", perMember: true })'),
    /a.b: perMember: .*a.b/,
  ],
  [
    "a Cluster on a folder of its pods",
    operated("/*!*/storage: scratch()").replace("storage: data,", ""),
    "db: cloudNativePg keeps its data on a volume",
  ],
  [
    "annotations of claims that the operator makes",
    operated(
      '/*!*/storage: volume("noted", { size: "1Gi", annotations: { "a.b/c": "d" } })',
    ).replace("storage: data,", ""),
    "db: the annotations of noted cannot be put on the claims that cloudNativePg makes",
  ],
  [
    "a setting that the operator keeps for itself",
    operated('settings: { /*!*/listen_addresses: "*" }'),
    "db: settings.listen_addresses is the operator's own with cloudNativePg",
    "listen_addresses: null beside cloudNativePg",
  ],
  [
    "more shared buffers than memory",
    operated('settings: { /*!*/shared_buffers: "65MB" }'),
    "db: settings.shared_buffers is 65MB, but with cloudNativePg no more than the memory request of 64Mi",
  ],
  [
    "shared buffers without a unit",
    operated("settings: { /*!*/shared_buffers: 4096 }"),
    "db: settings.shared_buffers needs a unit with cloudNativePg",
  ],
  [
    "a version that names no image of the operator's",
    operated('/*!*/version: "alpine"').replace('version: "15-alpine",', ""),
    /db: cloudNativePg: "alpine" does not begin with a version/,
    'image: "ghcr.io/cloudnative-pg/postgresql:17" in cloudNativePg',
  ],
  [
    "a version older than the operator runs",
    operated('/*!*/version: "12-alpine"').replace('version: "15-alpine",', ""),
    "db: cloudNativePg runs PostgreSQL 13 and newer, not 12",
  ],
  [
    "an image of the operator's without a version",
    stores({ change: 'db: { cloudNativePg: { instances: 3, /*!*/image: "pg:latest" } }' }),
    /db: cloudNativePg.image .*the tag must begin with the version of PostgreSQL/,
  ],
  [
    "dumps by an older program than the server",
    stores({
      db: 'backup: { schedule: "@daily", keep: 1, to: data }',
      change: 'db: { cloudNativePg: { instances: 3, /*!*/image: "pg:17" } }',
    }),
    "db: cloudNativePg.image is PostgreSQL 17, which the pg_dump of 15 in the backup cannot read",
    'version: "17-alpine"',
  ],
  [
    "a Cluster without servers",
    stores({ change: "db: { cloudNativePg: { /*!*/instances: 0 } }" }),
    /db: cloudNativePg.instances must be a whole number from 1/,
  ],
  [
    "a name too long for a Cluster",
    stores({ change: "db: { /*!*/cloudNativePg: { instances: 1 } }" }).replace(
      'postgres("db"',
      `postgres("${"d".repeat(51)}"`,
    ),
    /cloudNativePg: ".*" has 51 characters; a Cluster has at most 50/,
  ],
  [
    "a service outside with two addresses",
    mounting('external("a", { host: "a.example", /*!*/from: login.key("URL"), port: 1 })'),
    "a: from holds the address already; host would be a second one",
  ],
  [
    "a service outside without an address",
    mounting('/*!*/external("a", { port: 1 })'),
    /a: host is missing: a host such as "api.example.org", or from with the key of a secret/,
  ],
  [
    "the host of a service whose address stands in a secret",
    stores({
      more: 'const a = external("a", { from: login.key("URL"), port: 1 });\ncomponents.b = /*!*/web("b", { ...plain, env: { A: a.host } });',
    }),
    "a.host is not known in production: a secret holds the whole address",
    "a.url, or host in place of from",
  ],
  [
    "mail through a server whose address stands in a secret",
    stores({
      more: 'const a = external("a", { from: login.key("URL"), port: 1 });\ncomponents.b = notifications("b", { /*!*/server: a, from: "a@b", to: { critical: "a@b" } });',
    }),
    "b: the host of a stands in a secret, but a setting names it",
    "a server with host",
  ],
];
