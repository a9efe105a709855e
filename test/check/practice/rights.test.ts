import assert from "node:assert/strict";
import { it } from "node:test";
import { clusterAdmin } from "../../../src/check/practice/cluster-admin.ts";
import { defaultAccountRole } from "../../../src/check/practice/default-account-role.ts";
import { powerfulRole } from "../../../src/check/practice/powerful-role.ts";
import { publicRole } from "../../../src/check/practice/public-role.ts";
import { changed, POD } from "../../../src/check/practice/shared/example.ts";
import { unusedToken } from "../../../src/check/practice/unused-token.ts";
import { wildcardRole } from "../../../src/check/practice/wildcard-role.ts";
import { found } from "./found.ts";

const RBAC = "apiVersion: rbac.authorization.k8s.io/v1\n";
const REF = "apiGroup: rbac.authorization.k8s.io, kind: ClusterRole";

it("people may be administrators, and an account in one namespace", async () => {
  const bad = clusterAdmin.bad;
  assert.equal((await found(clusterAdmin, bad)).length, 1);
  const people = changed(
    bad,
    "{ kind: ServiceAccount, name: deployer, namespace: shop }",
    "{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: admins }",
  );
  const bounded = bad.replace(
    "kind: ClusterRoleBinding\nmetadata: { name: deployer }",
    "kind: RoleBinding\nmetadata: { name: deployer, namespace: shop }",
  );
  const flux = changed(
    bad,
    "kind: ClusterRoleBinding\nmetadata: { name: deployer }",
    "kind: ClusterRoleBinding\nmetadata: { name: deployer, labels: { app.kubernetes.io/part-of: flux } }",
  );
  for (const text of [people, bounded, flux]) assert.deepEqual(await found(clusterAdmin, text), []);
});

const given = (rules: string, subject: string) =>
  `${RBAC}kind: ClusterRole\nmetadata: { name: r }\nrules: ${rules}\n---\n${RBAC}kind: ClusterRoleBinding\nmetadata: { name: b }\nroleRef: { ${REF}, name: r }\nsubjects: [${subject}]\n`;
const EVERYONE =
  '{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated" }';
const ACCOUNT = "{ kind: ServiceAccount, name: watcher, namespace: ops }";

it("everyone may look, ask what they may do, and use what is named", async () => {
  const harmless = [
    "[{ apiGroups: [apps], resources: [deployments], verbs: [get, list] }]",
    "[{ apiGroups: [authorization.k8s.io], resources: [selfsubjectaccessreviews], verbs: [create] }]",
    '[{ nonResourceURLs: ["*"], verbs: [get] }]',
    '[{ apiGroups: [""], resources: [services/proxy], resourceNames: [a], verbs: [create] }]',
  ];
  for (const rules of harmless)
    assert.deepEqual(await found(publicRole, given(rules, EVERYONE)), [], rules);
  const harmful = [
    "[{ apiGroups: [apps], resources: [deployments], verbs: [patch] }]",
    '[{ apiGroups: [""], resources: [secrets], verbs: [get] }]',
  ];
  for (const rules of harmful)
    assert.equal((await found(publicRole, given(rules, EVERYONE))).length, 1, rules);
});

it("a role unknown here is not judged, but for Kubernetes' own", async () => {
  const bound = (role: string) =>
    `${RBAC}kind: ClusterRoleBinding\nmetadata: { name: b }\nroleRef: { ${REF}, name: ${role} }\nsubjects: [${EVERYONE}]\n`;
  assert.deepEqual(await found(publicRole, bound("some-role")), []);
  assert.deepEqual(await found(publicRole, bound("view")), []);
  assert.equal((await found(publicRole, bound("admin"))).length, 1);
});

it("the account default is told by its namespace", async () => {
  assert.deepEqual(await found(defaultAccountRole, defaultAccountRole.bad), [
    "every pod of namespace default that names no account has the ClusterRole view",
  ]);
});

it("powers count where an account has them, in every namespace or not", async () => {
  const powers = async (rule: string, subject = ACCOUNT) =>
    (await found(powerfulRole, given(`[{ apiGroups: [""], ${rule} }]`, subject))).length;
  assert.equal(await powers("resources: [secrets], verbs: [list]"), 1);
  assert.equal(await powers("resources: [pods/exec], verbs: [create]"), 1);
  assert.equal(await powers("resources: [secrets], verbs: [create]"), 0);
  assert.equal(await powers("resources: [secrets], resourceNames: [one], verbs: [get]"), 0);
  assert.equal(await powers("resources: [pods], verbs: [get, list]"), 0);
  assert.equal(
    await powers(
      "resources: [secrets], verbs: [list]",
      "{ apiGroup: rbac.authorization.k8s.io, kind: User, name: ann }",
    ),
    0,
  );
});

it("reading the Secrets of one namespace is no power over the others", async () => {
  const wide = given('[{ apiGroups: [""], resources: [secrets], verbs: [get] }]', ACCOUNT);
  assert.equal((await found(powerfulRole, wide)).length, 1);
  const text = wide.replace(
    "kind: ClusterRoleBinding\nmetadata: { name: b }",
    "kind: RoleBinding\nmetadata: { name: b, namespace: ops }",
  );
  assert.deepEqual(await found(powerfulRole, text), []);
});

it("a role with * is told once, and those of the cluster's own parts are not", async () => {
  const role = (name: string) =>
    `${RBAC}kind: ClusterRole\nmetadata: { name: "${name}" }\nrules:\n  - { apiGroups: ["*"], resources: [pods], verbs: [get] }\n  - { apiGroups: [apps], resources: [deployments], verbs: ["*"] }\n`;
  assert.deepEqual(await found(wildcardRole, role("operator")), [
    "the ClusterRole operator has all apiGroups and verbs in 2 of its rules",
  ]);
  assert.deepEqual(await found(wildcardRole, role("system:node")), []);
});

const WITH_TOKEN = changed(POD, "  automountServiceAccountToken: false\n", "");
const OWN = changed(WITH_TOKEN, "spec:\n", "spec:\n  serviceAccountName: web\n");
const account = (more = "") =>
  `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\n${more}`;

it("a token is idle where the account has no right in the input, and is known", async () => {
  assert.equal((await found(unusedToken, WITH_TOKEN)).length, 1);
  assert.equal((await found(unusedToken, OWN + account())).length, 1);
  const bound = `---\n${RBAC}kind: RoleBinding\nmetadata: { name: web }\nroleRef: { ${REF}, name: view }\nsubjects: [{ kind: ServiceAccount, name: web }]\n`;
  const vault = changed(
    WITH_TOKEN,
    "metadata: { name: web,",
    'metadata: { name: web, annotations: { vault.hashicorp.com/agent-inject: "true" },',
  );
  for (const text of [
    OWN,
    OWN + account("automountServiceAccountToken: false\n"),
    OWN + account() + bound,
    vault,
  ])
    assert.deepEqual(await found(unusedToken, text), []);
});
