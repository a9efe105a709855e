import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import type {
  Endpoint,
  NetworkPolicy,
  PolicyPod,
} from "../../src/kubernetes/network-policy-types.ts";
import { recorded } from "./cloudnative-pg/operator.ts";
import { isYaml, type Loose } from "./objects.ts";
import { inMode, type Mode, modes } from "./store-modes.ts";

/** What the program that uses both stores is given, and which objects each store is made of. */
const expected: Readonly<Record<Mode, { env: string; db: string; cache: string }>> = {
  statefulSet: {
    env: `
- { name: LOGIN_USER, valueFrom: { secretKeyRef: { name: login, key: USER } } }
- { name: LOGIN_PASSWORD, valueFrom: { secretKeyRef: { name: login, key: PASSWORD } } }
- { name: DATABASE_URL, value: "postgresql://$(LOGIN_USER):$(LOGIN_PASSWORD)@db:5432/orders" }
- { name: CACHE_URL, value: "redis://:$(LOGIN_PASSWORD)@cache:6379/0" }
`,
    db: "PersistentVolumeClaim ServiceAccount ConfigMap StatefulSet Service Service ServiceMonitor",
    cache: "ServiceAccount ConfigMap StatefulSet Service",
  },
  deployment: {
    env: `
- { name: LOGIN_USER, valueFrom: { secretKeyRef: { name: login, key: USER } } }
- { name: LOGIN_PASSWORD, valueFrom: { secretKeyRef: { name: login, key: PASSWORD } } }
- { name: DATABASE_URL, value: "postgresql://$(LOGIN_USER):$(LOGIN_PASSWORD)@db:5432/orders" }
- { name: CACHE_URL, value: "redis://:$(LOGIN_PASSWORD)@cache:6379/0" }
`,
    db: "PersistentVolumeClaim ServiceAccount ConfigMap Deployment Service Service ServiceMonitor",
    cache: "ServiceAccount ConfigMap StatefulSet Service",
  },
  outside: {
    env: `
- { name: LOGIN_USER, valueFrom: { secretKeyRef: { name: login, key: USER } } }
- { name: LOGIN_PASSWORD, valueFrom: { secretKeyRef: { name: login, key: PASSWORD } } }
- { name: DATABASE_URL, value: "postgresql://$(LOGIN_USER):$(LOGIN_PASSWORD)@db.example.org:6432/orders" }
- { name: CACHE_URL, value: "redis://:$(LOGIN_PASSWORD)@cache.example.org:6379/0" }
`,
    db: "",
    cache: "",
  },
  hidden: {
    env: `
- { name: DATABASE_URL, valueFrom: { secretKeyRef: { name: login, key: DATABASE_URL } } }
- { name: CACHE_URL, valueFrom: { secretKeyRef: { name: login, key: CACHE_URL } } }
`,
    db: "",
    cache: "",
  },
  operator: {
    env: `
- { name: DB_APP_USERNAME, valueFrom: { secretKeyRef: { name: db-app, key: username } } }
- { name: DB_APP_PASSWORD, valueFrom: { secretKeyRef: { name: db-app, key: password } } }
- { name: LOGIN_PASSWORD, valueFrom: { secretKeyRef: { name: login, key: PASSWORD } } }
- { name: DATABASE_URL, value: "postgresql://$(DB_APP_USERNAME):$(DB_APP_PASSWORD)@db-rw:5432/orders" }
- { name: CACHE_URL, value: "redis://:$(LOGIN_PASSWORD)@cache:6379/0" }
`,
    db: "Cluster Service PodMonitor",
    cache: "ServiceAccount ConfigMap StatefulSet Service",
  },
};

let addresses = 1;
const pod = (name: string, labels: object, namespace: string): PolicyPod => ({
  name,
  namespace,
  labels: labels as Record<string, string>,
  ip: `10.0.0.${addresses++}`,
});

/** The pods that the objects of a mode end up as; the operator's are those that its own code makes. */
function podsIn(mode: Mode): Map<string, PolicyPod> {
  const { all, get } = inMode(mode);
  const rendered = all.flatMap((object): PolicyPod[] => {
    const { template } = (object as Loose).spec ?? {};
    const { name, namespace = "" } = object.metadata;
    return template ? [pod(name as string, template.metadata.labels, namespace)] : [];
  });
  const namespace = all.find(({ kind }) => kind === "Namespace")?.metadata.name ?? "";
  const made = mode === "operator" ? recorded(get("Cluster", "db")) : undefined;
  const operated = made
    ? [made.instance, ...made.jobs].map(({ metadata }, index) =>
        pod(["db", "db-init", "db-join"][index] ?? "", metadata?.labels ?? {}, namespace),
      )
    : [];
  const named = (name: string) => ({ "app.kubernetes.io/name": name });
  return new Map(
    [
      ...rendered,
      ...operated,
      pod("stranger", { "app.kubernetes.io/part-of": "shop" }, namespace),
      pod("operator", named("cloudnative-pg"), "cnpg-system"),
      pod("false operator", named("cloudnative-pg"), "elsewhere"),
      pod("prometheus", named("prometheus"), "monitoring"),
    ].map((each) => [each.name, each]),
  );
}

const servers: Readonly<Record<string, Endpoint>> = {
  "given net": { address: "192.0.2.1" },
  internet: { address: "93.184.216.34" },
  vpn: { address: "10.8.0.9" },
  "api server": { address: "10.96.0.1" },
};

/** Every connection that the policies of a mode let pass, as `from > to port`. */
function open(mode: Mode, change?: (text: string) => string): Set<string> {
  const policies = inMode(mode).all.filter(({ kind }) => kind === "NetworkPolicy");
  const text = JSON.stringify(policies);
  const evaluator = evaluateNetworkPolicies(
    JSON.parse(change?.(text) ?? text) as readonly NetworkPolicy[],
  );
  const pods = podsIn(mode);
  const outer = new Set(["operator", "false operator", "prometheus", ...Object.keys(servers)]);
  const ends = [...pods, ...Object.entries(servers)] as [string, Endpoint][];
  const found = new Set<string>();
  for (const [from, asks] of ends)
    for (const [to, answers] of ends)
      for (const port of [443, 5432, 6379, 6432, 8000, 9187])
        if (
          from !== to &&
          !(outer.has(from) && outer.has(to)) &&
          evaluator.allowed({ from: asks, to: answers, port, protocol: "TCP" })
        )
          found.add(`${from} > ${to} ${port}`);
  return found;
}

const shared = ["api > db 5432", "prometheus > db 9187", "vpn > db 5432"];
const cacheInside = "api > cache 6379";
const clustered = ["db", "db-init", "db-join"];
const reachable: Readonly<Record<Mode, readonly string[]>> = {
  statefulSet: [...shared, cacheInside],
  deployment: [...shared, cacheInside],
  // Where no addresses are given every public one is open, those of the other store too.
  outside: ["api > given net 6432", "api > given net 6379", "api > internet 6379"],
  hidden: ["api > given net 6379", "api > given net 5432", "api > internet 5432"],
  operator: [
    cacheInside,
    ...clustered.flatMap((to) => [
      `api > ${to} 5432`,
      `prometheus > ${to} 9187`,
      `vpn > ${to} 5432`,
      `operator > ${to} 8000`,
      ...clustered
        .filter((from) => from !== to)
        .flatMap((from) => [`${from} > ${to} 5432`, `${from} > ${to} 8000`]),
    ]),
    ...clustered.map((from) => `${from} > api server 443`),
  ],
};

for (const mode of modes) {
  suite(`one setting: ${mode}`, () => {
    const { all, get } = inMode(mode);
    test("the program that uses the stores is given their addresses", () => {
      isYaml(get("Deployment", "api").spec.template.spec.containers[0].env, expected[mode].env);
    });

    for (const store of ["db", "cache"] as const)
      test(`${store} is made of what this takes, and nothing else`, () => {
        const own = all.filter(
          ({ kind, metadata }) =>
            kind !== "NetworkPolicy" && new RegExp(`^${store}(-|$)`).test(metadata.name as string),
        );
        assert.equal(own.map(({ kind }) => kind).join(" "), expected[mode][store]);
      });

    test("both ends of the network let pass what is declared, and nothing else", () => {
      assert.deepEqual([...open(mode)].sort(), [...reachable[mode]].sort());
    });
  });
}

test("a policy that selects the operator's pods by another label would be noticed", () => {
  const wrong = open("operator", (text) =>
    text.replaceAll('"cnpg.io/cluster":"db"', '"app.kubernetes.io/name":"db"'),
  );
  assert.ok(!wrong.has("operator > db 8000") && !wrong.has("api > db 5432"));
});

test("who wants to be near a store is near its pods, wherever it has any", () => {
  const near = (mode: Mode) =>
    inMode(mode).get("Deployment", "api").spec.template.spec.affinity?.podAffinity
      .preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector.matchLabels;
  assert.deepEqual(near("statefulSet"), { "app.kubernetes.io/name": "db" });
  assert.deepEqual(near("operator"), { "cnpg.io/cluster": "db" });
  assert.equal(near("outside"), undefined);
});
