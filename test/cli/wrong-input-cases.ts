/** One way to get it wrong. */
export interface Case {
  readonly name: string;
  readonly source: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** A platform that is right, and what each case writes differently. */
export const base = `import { cron, existing, generated, host, image, patch, platform, secret, web } from "slipway";

const login = secret("login", ["user", "password"]);
const resources = { cpu: ["100m", "500m"], memory: ["64Mi", "128Mi"] } as const;
const api = web("api", {
  image: image("shop/api"),
  port: 8000,
  probes: { readiness: { get: "/ready", after: "5s" } },
  env: { USER: login.key("user") },
  resources,
  scale: 2,
});
const sweep = cron("sweep", { image: "busybox:1.37", schedule: "0 3 * * *", resources });

export default platform("shop", {
  components: { api, sweep, login },
  patches: [],
  objects: [],
  environments: {
    production: {
      namespace: "shop",
      images: { tag: "v1" },
      secrets: existing(),
      components: { api: { scale: 3 } },
    },
  },
});
`;

function but(...e: string[]) { const edits: any[] = []; let source = base; for (let i = 0; i < e.length; i += 2) { edits.push([e[i], e[i+1]]); source = source.replace(e[i]!, () => e[i+1]!); } return { source, edits }; }

export const cases: readonly any[] = [
  { name: "an override of an unknown component", ...but("{ api: { scale: 3 } }", "{ apy: { scale: 3 } }") },
  { name: "an override of an unknown option", ...but("{ api: { scale: 3 } }", "{ api: { scael: 3 } as object }") },
  { name: "an override that takes out what is not there", ...but("{ api: { scale: 3 } }", "{ api: { labels: { tier: null } as object } }") },
  { name: "a patch of a kind that is not rendered", ...but("patches: []", 'patches: [patch(api, "PodDisruptionBudget", () => {})]') },
  { name: "a patch that changes nothing", ...but("patches: []", 'patches: [patch(api, "Deployment", () => {})]') },
  { name: "a patch that throws", ...but("patches: []", 'patches: [patch(api, "Deployment", (d) => { (d as any).spec.nope.x = 1; })]') },
  { name: "two objects with one identity", ...but("objects: []", 'objects: [{ apiVersion: "v1", kind: "Service", metadata: { name: "api", namespace: "shop" } }]') },
  { name: "a reference to a key that does not exist", ...but('login.key("user")', 'login.key("usr" as "user")') },
  { name: "an image without a tag", ...but('"busybox:1.37"', '"busybox"') },
  { name: "an invalid quantity", ...but('memory: ["64Mi", "128Mi"]', 'memory: ["64mb" as "64Mi", "128Mi"]') },
  { name: "an invalid name", ...but('web("api"', 'web("Api"') },
  { name: "an invalid port", ...but("port: 8000", "port: 80000") },
  { name: "an invalid duration", ...but('after: "5s"', 'after: "5 seconds" as "5s"') },
  { name: "an invalid cron line", ...but('"0 3 * * *"', '"0 25 * * *"') },
  { name: "a raw object with an invalid quantity", ...but("objects: []", 'objects: [{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "raw", namespace: "shop" }, spec: { selector: { matchLabels: { a: "b" } }, template: { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "raw", image: "busybox:1", resources: { requests: { cpu: "much" } } }] } } } }]') },
  { name: "a reference used as a text", ...but("USER: login.key", "HOST: `${host(\"api\").name}`, USER: login.key") },
  { name: "an environment that does not exist", source: base, edits: [], args: ["-e", "prod"] },
  { name: "an environment that must be chosen", ...but("environments: {", 'environments: {\n    staging: { namespace: "shop-staging", images: { tag: "v1" }, secrets: generated() },') },
  { name: "several problems at once", ...but("port: 8000", "port: 80000", '"0 3 * * *"', '"daily"') },
];
