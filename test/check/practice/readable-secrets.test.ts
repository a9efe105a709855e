import assert from "node:assert/strict";
import { it } from "node:test";
import { readableSecrets } from "../../../src/check/practice/readable-secrets.ts";
import { changed } from "../../../src/check/practice/shared/example.ts";
import { found } from "./found.ts";

it("every Secret of a namespace is told of accounts, where it is one of a Role", async () => {
  const { bad } = readableSecrets;
  assert.deepEqual(await found(readableSecrets, bad), [
    "Role web lets the ServiceAccount web read every Secret of its namespace",
  ]);
  for (const [piece, instead] of [
    ["verbs: [get, list]", "verbs: [create, patch]"],
    ["resources: [secrets]", "resources: [configmaps]"],
    ["resources: [secrets]", "resources: [secrets], resourceNames: [web]"],
    ['apiGroups: [""]', "apiGroups: [example.org]"],
    [
      "{ kind: ServiceAccount, name: web, namespace: shop }",
      "{ kind: User, name: ann, apiGroup: rbac.authorization.k8s.io }",
    ],
  ] as const)
    assert.deepEqual(await found(readableSecrets, changed(bad, piece, instead)), [], instead);
});
