import assert from "node:assert/strict";
import { test } from "node:test";
import {
  admission,
  allow,
  clusterAccess,
  config,
  cron,
  job,
  secret,
  web,
} from "../../src/index.ts";
import { app, resources } from "../platform/shop.ts";
import { isYaml, objects } from "./objects.ts";

const settings = config("settings", { A: "1" });
const keys = secret("keys", ["K"]);
const made = (
  access: readonly ReturnType<typeof allow>[],
  environment: object = {},
  options: object = {},
) =>
  objects(
    { shop: web("shop", { image: app, port: 80, resources, scale: 1, access }), settings, keys },
    environment,
    options,
  );

test("every program has an account of its own, and no token unless it is allowed something", () => {
  const parts = {
    shop: web("shop", { image: app, port: 80, resources, scale: 1 }),
    once: job("once", { image: app, resources }),
    nightly: cron("nightly", { image: app, resources, schedule: "@daily" }),
  };
  const found = objects(parts);
  assert.deepEqual(found.names("ServiceAccount"), ["shop", "once", "nightly"]);
  assert.equal(found.get("ServiceAccount", "shop").automountServiceAccountToken, false);
  assert.equal(found.pod("Deployment", "shop").automountServiceAccountToken, false);
  assert.deepEqual(found.names("Role"), []);
});

test("access becomes a Role and its binding, and the pod gets its token", () => {
  const found = made([allow(["get", "list"], ["pods", "services"])]);
  isYaml(
    found.get("Role", "shop").rules,
    `
- { apiGroups: [""], resources: [pods], verbs: [get, list] }
- { apiGroups: [""], resources: [services], verbs: [get, list] }
`,
  );
  const { roleRef, subjects } = found.get("RoleBinding", "shop");
  assert.deepEqual(
    [roleRef.name, subjects],
    ["shop", [{ kind: "ServiceAccount", name: "shop", namespace: "shop" }]],
  );
  assert.ok(!("automountServiceAccountToken" in found.get("ServiceAccount", "shop")));
  assert.ok(!("automountServiceAccountToken" in found.pod("Deployment", "shop")));
});

test("names of a Role and its binding: the account's, a pattern's, the component's own", () => {
  const access = [allow(["get"], ["pods"])];
  const names = (own: object, scheme: object, environment: object = {}) => {
    const shop = web("shop", { image: app, port: 80, resources, scale: 1, access, names: own });
    const found = objects({ shop }, environment, { names: scheme });
    const [role, binding] = ["Role", "RoleBinding"].flatMap(found.names);
    const { roleRef, subjects } = found.get("RoleBinding", binding ?? "");
    assert.equal(roleRef.name, role);
    assert.deepEqual([subjects[0].name], found.names("ServiceAccount"));
    assert.equal(
      found.pod("Deployment", found.names("Deployment")[0] ?? "").serviceAccountName,
      subjects[0].name,
    );
    return [subjects[0].name, role, binding];
  };
  assert.deepEqual(names({ account: "runner" }, {}), ["runner", "runner", "runner"]);
  const scheme = { account: "{name}-sa", role: "{platform}-{name}-role", binding: "{name}-bound" };
  assert.deepEqual(names({}, scheme), ["shop-sa", "shop-shop-role", "shop-bound"]);
  assert.deepEqual(names({ role: "old", binding: "older" }, scheme, { prefix: "dev-" }), [
    "dev-shop-sa",
    "dev-old",
    "dev-older",
  ]);
});

test("a named config or secret grants itself alone, and limits nothing beside it", () => {
  isYaml(
    made([allow(["get"], ["pods", settings, keys])]).get("Role", "shop").rules,
    `
- { apiGroups: [""], resources: [pods], verbs: [get] }
- { apiGroups: [""], resources: [configmaps], resourceNames: [settings], verbs: [get] }
- { apiGroups: [""], resources: [secrets], resourceNames: [keys], verbs: [get] }
`,
  );
  const [rule] = made([allow(["get"], [settings])], { prefix: "dev-" }).get(
    "Role",
    "dev-shop",
  ).rules;
  assert.deepEqual(rule.resourceNames, ["dev-settings"]);
});

test("access to another API group", () => {
  const [rule] = made([allow(["get"], ["jobs"], { group: "batch" })]).get("Role", "shop").rules;
  assert.deepEqual([rule.apiGroups, rule.resources], [["batch"], ["jobs"]]);
});

test("rights in the whole cluster belong to the environment by name", () => {
  const targets = allow(["get", "list"], ["nodes/metrics"]);
  const to = { serviceAccount: "prometheus", namespace: "monitoring" };
  const monitoring = clusterAccess("monitoring", { rules: [targets], paths: ["/metrics"], to });
  const found = objects({ monitoring });
  isYaml(
    found.get("ClusterRole", "shop-monitoring").rules,
    `
- { apiGroups: [""], resources: [nodes/metrics], verbs: [get, list] }
- { nonResourceURLs: [/metrics], verbs: [get] }
`,
  );
  isYaml(
    found.get("ClusterRoleBinding", "shop-monitoring").subjects,
    "[{ kind: ServiceAccount, name: prometheus, namespace: monitoring }]",
  );
});

test("admission rules hold in the platform's own namespace only", () => {
  const rule = { expression: "has(object.spec)", message: "no spec" };
  const limits = admission("limits", {
    on: ["pods", "deployments.apps"],
    rules: [rule],
    action: "Warn",
  });
  const found = objects({ limits });
  isYaml(
    found.get("ValidatingAdmissionPolicy", "shop-limits").spec,
    `
matchConstraints:
  resourceRules:
    - { apiGroups: [""], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [pods] }
    - { apiGroups: [apps], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [deployments] }
validations: [{ expression: has(object.spec), message: no spec }]
`,
  );
  isYaml(
    found.get("ValidatingAdmissionPolicyBinding", "shop-limits").spec,
    `
policyName: shop-limits
validationActions: [Warn]
matchResources: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }
`,
  );
});

test("the namespace says its Pod Security level: the environment's, the platform's, restricted", () => {
  const level = (environment: object, options: object) =>
    made([], environment, options).get("Namespace", "shop").metadata.labels[
      "pod-security.kubernetes.io/enforce"
    ];
  assert.equal(level({}, {}), "restricted");
  assert.equal(level({}, { podSecurity: "baseline" }), "baseline");
  assert.equal(level({ podSecurity: "privileged" }, { podSecurity: "baseline" }), "privileged");
});

test("quota: the environment's, the platform's, none", () => {
  const quota = { cpu: 20, memory: "40Gi", pods: 100 };
  isYaml(
    made([], {}, { quota }).get("ResourceQuota", "shop-quota").spec,
    `hard: { requests.cpu: "20", requests.memory: 40Gi, pods: "100" }`,
  );
  const bigger = made([], { quota: { ...quota, cpu: "24" } }, { quota });
  assert.equal(bigger.get("ResourceQuota", "shop-quota").spec.hard["requests.cpu"], "24");
  assert.deepEqual(made([], { quota: false }, { quota }).names("ResourceQuota"), []);
  assert.deepEqual(made([]).names("ResourceQuota"), []);
});
