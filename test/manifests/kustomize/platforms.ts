import fc from "fast-check";
import {
  allow,
  clusterAccess,
  config,
  cron,
  existing,
  externalSecrets,
  generated,
  host,
  image,
  namespace,
  type Platform,
  patch,
  platform,
  priority,
  storageClass,
  text,
  volume,
  web,
} from "../../../src/index.ts";
import type { AnyComponent } from "../../../src/platform/component.ts";
import { anyPlan, componentsOf } from "../../platform/any-platform.ts";
import { resources } from "../../platform/shop.ts";
import { rawObjects } from "./raw-objects.ts";

/** Texts that readers of YAML, and kustomize between two of them, could take for something else. */
export const oddTexts: readonly string[] = [
  ...["", "yes", "012", "1e3", "true", "null", "~", "a: b", "#x", "- a", "0x1f", "1.0"],
  ...["two\nlines\n", "line\n\n\nend", "\n", " lead", "trail ", "tab\there", "üñí", "2024-01-01"],
  ...["=", "x'y\"z", "{}", "[]", "!!str", "*a", "&a", "%", "@", "`", "on", "1_000", "$(A)"],
];
const anyText = fc.constantFrom(...oddTexts);

/** What an environment may change of the components below. */
const changesOfFront = fc.constantFrom<object>(
  ...[
    { scale: 1, budget: null },
    { scale: 3 },
    { scale: { min: 3, max: 9, cpu: 50 } },
    { budget: null },
  ],
  ...[{ probes: { liveness: null } }, { probes: { readiness: { get: "/other", every: "9s" } } }],
  ...[{ resources: { cpu: { request: "50m" } } }, { env: { PLAIN: null } }, { env: { MORE: "1" } }],
  ...[{ annotations: { "example.org/a": null } }, { labels: { tier: "back" } }],
  ...[{ port: { http: 9000, ws: 9001 } }, { stopWithin: "1m" }, { spread: "require" }],
  ...[{ services: { "front-office": null } }, { args: ["--fast"] }, { image: "other/front:v9" }],
  ...[{ mounts: { "/etc/settings": null } }, { migrate: null }, { vertical: { mode: "off" } }],
);
const changesOfOthers = fc.record(
  {
    settings: fc.dictionary(fc.constantFrom("A", "B", "C", "D"), anyText, { maxKeys: 3 }),
    nightly: fc.constantFrom<unknown>(false, { schedule: "5 4 * * *" }, { image: "busybox:1.36" }),
    data: fc.constantFrom<object>({ size: "5Gi" }, { class: "slow" }),
    db: fc.constantFrom<object>({ version: "16" }, { settings: { max_connections: 50 } }),
    cache: fc.constantFrom<object>({ external: { host: "cache.example" } }, { metrics: false }),
    watch: fc.constant(false),
    p0: fc.constant({ resources: { cpu: { request: "11m" } } }),
    p1: fc.constant({ resources: { memory: { limit: "2Gi" } } }),
  },
  { requiredKeys: [] },
);

const anyEnvironment = fc.record({
  namespace: fc.constantFrom("own", "own", "own", "one"),
  prefix: fc.constantFrom(undefined, undefined, "dev-", "x-"),
  registry: fc.constantFrom(undefined, "gcr.io", "localhost:5000"),
  tag: fc.constantFrom("v1", "v2", "dev"),
  secrets: fc.constantFrom(
    existing(),
    generated(),
    externalSecrets({ store: "vault", path: "a" }),
    externalSecrets({ store: "vault", path: "b" }),
  ),
  spread: fc.constantFrom("none", "prefer", "require"),
  quota: fc.constantFrom(undefined, false, { cpu: 10, memory: "10Gi", pods: 50 }),
  podSecurity: fc.constantFrom(undefined, "baseline"),
  monitoring: fc.constantFrom(undefined, { labels: { release: "prometheus" } }),
  front: fc.array(changesOfFront, { maxLength: 2 }),
  others: changesOfOthers,
  /** Whether the last program of the plan is left out. */
  lacks: fc.boolean(),
  objects: fc.subarray(
    rawObjects.filter((_, index) => index % 2 === 0),
    { maxLength: 4 },
  ),
  patches: fc.subarray(["label", "port", "finalizers", "env", "order"] as const, { maxLength: 2 }),
});

/** What a random platform with environments is made from. */
export const anyBlueprint = fc.record({
  plan: anyPlan,
  shared: fc.boolean(),
  /** Whether there is nothing but what the environments' prefixes stand before. */
  prefixed: fc.boolean(),
  quota: fc.boolean(),
  objects: fc.subarray(
    rawObjects.filter((_, index) => index % 2 === 1),
    { maxLength: 4 },
  ),
  environments: fc.array(anyEnvironment, { minLength: 1, maxLength: 4 }),
});
type Blueprint = typeof anyBlueprint extends fc.Arbitrary<infer T> ? T : never;

const names = ["dev", "staging", "production", "eu"];

/** The platform of a blueprint. Some leave out what others need: they do not resolve. */
export function platformOf(blueprint: Blueprint): Platform {
  const { plan, shared, objects } = blueprint;
  const scope = shared ? ("shared" as const) : ("environment" as const);
  const settings = config("front-settings", {
    A: "1",
    B: "yes",
    C: "two\nlines\n",
    NAMESPACE: namespace,
  });
  const front = web("front", {
    image: image("shop/front"),
    port: { http: 8000, ws: 8001 },
    resources,
    envFrom: [settings],
    env: { PLAIN: "1", PUBLIC: text`${host("front").url}/`, LAST: "z" },
    mounts: { "/etc/settings": settings },
    annotations: { "example.org/a": "b" },
    migrate: ["migrate"],
    access: [allow(["get"], [settings])],
    probes: { liveness: "/live", readiness: "/ready" },
    services: { "front-office": { loadBalancer: {} } },
    scale: { min: 2, max: 4, cpu: 70 },
    budget: 1,
  });
  const own = {
    settings,
    front,
    nightly: cron("nightly", { image: "busybox:1.37", schedule: "@daily", resources, args: ["x"] }),
    data: volume("data", {
      size: "1Gi",
      class: storageClass("fast", { provisioner: "ebs", scope }),
    }),
    watch: clusterAccess("watch", {
      rules: [allow(["get"], ["nodes"])],
      to: { serviceAccount: "prometheus", namespace: "monitoring" },
    }),
    important: priority("important", { value: 5, scope }),
  };
  const { watch: _, important: __, data: ___, ...namespaced } = own;
  const listed = blueprint.prefixed ? namespaced : own;
  const components = { ...componentsOf(plan, false), ...listed } as Record<string, AnyComponent>;
  if (blueprint.prefixed) delete components.acme;
  const environments = blueprint.environments.map((given, index) => {
    const name = names[index] as string;
    const changes = Object.entries({ ...given.others, front: Object.assign({}, ...given.front) });
    const gone = given.lacks ? [`p${plan.programs.length - 1}`, "edge"] : [];
    const known = [...changes, ...gone.map((key) => [key, false] as const)];
    return [
      name,
      {
        namespace: given.namespace === "own" ? `shop-${name}` : "shop",
        domain: `${name}.shop.example`,
        prefix: given.prefix,
        images: { tag: given.tag, ...(given.registry && { registry: given.registry }) },
        secrets: given.secrets,
        spread: given.spread,
        quota: given.quota,
        podSecurity: given.podSecurity,
        cluster: { monitoring: given.monitoring },
        components: Object.fromEntries(known.filter(([key]) => key in components)),
        objects: (blueprint.prefixed ? [] : given.objects).map((make) => make(`shop-${name}`)),
        patches: given.patches.map((which) => patches(front)[which]),
      },
    ] as const;
  });
  return platform("shop", {
    components: components as never,
    ...(blueprint.quota && { quota: { cpu: 20, memory: "40Gi", pods: 100 } }),
    objects: (blueprint.prefixed ? [] : objects).map((make) => make("everywhere")),
    environments: Object.fromEntries(environments) as never,
  });
}

function patches(front: ReturnType<typeof web>) {
  return {
    label: patch(front, "Service", (service) => {
      service.metadata.labels = { patched: "012" };
    }),
    port: patch(front, "Service", (service) => {
      service.spec?.ports?.push({ name: "udp", port: 8000, protocol: "UDP" });
    }),
    finalizers: patch(front, "ServiceAccount", (account) => {
      account.metadata.finalizers = ["example.org/wait"];
    }),
    env: patch(front, "Deployment", (deployment) => {
      const [container] = deployment.spec.template.spec?.containers ?? [];
      container?.env?.unshift({ name: "FIRST", value: "null" });
    }),
    order: patch(front, "Deployment", (deployment) => {
      const [container] = deployment.spec.template.spec?.containers ?? [];
      container?.env?.reverse();
    }),
  };
}
