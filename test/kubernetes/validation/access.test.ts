import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { loadAll } from "js-yaml";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

function rbac(kind: string, fields: Fields, name = "mine"): Judged {
  const apiVersion = "rbac.authorization.k8s.io/v1";
  return { apiVersion, kind, metadata: { name }, ...fields } as Judged;
}

const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" };
const binding = (fields: Fields) => rbac("RoleBinding", { roleRef, ...fields });

suite("access", () => {
  test("names of roles are almost free", async () => {
    const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }];
    assert.deepEqual(await refusals(rbac("Role", { rules }, "system:Reader of pods")), []);
    assert.equal((await refusals(rbac("Role", { rules }, "a/b"))).length, 1);
  });

  const mistakes: readonly (readonly [what: string, Judged, says: string])[] = [
    [
      "a rule without a verb",
      rbac("Role", { rules: [{ apiGroups: [""], resources: ["pods"] }] }),
      "rules[0].verbs: must have at least one verb; get",
    ],
    [
      "a rule without a group",
      rbac("Role", { rules: [{ resources: ["pods"], verbs: ["get"] }] }),
      'rules[0].apiGroups: must name an API group; "" for the core group',
    ],
    [
      "URLs of a namespace",
      rbac("Role", { rules: [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }] }),
      "rules[0].nonResourceURLs: URLs belong to no namespace; a ClusterRole",
    ],
    [
      "a group of an account",
      binding({ subjects: [{ kind: "ServiceAccount", name: "a", apiGroup: "v1" }] }),
      'subjects[0].apiGroup: a ServiceAccount is of the core group; ""',
    ],
    [
      "an account from nowhere",
      rbac("ClusterRoleBinding", {
        roleRef: { ...roleRef, kind: "ClusterRole" },
        subjects: [{ kind: "ServiceAccount", name: "a" }],
      }),
      "subjects[0].namespace: must say where the ServiceAccount is",
    ],
    [
      "a Role for the whole cluster",
      rbac("ClusterRoleBinding", { roleRef }),
      'roleRef.kind: "Role" is none of ClusterRole',
    ],
  ];
  for (const [what, mistaken, says] of mistakes)
    test(`${what}: says what to write`, async () => {
      assert.equal((await refusals(mistaken))[0], says);
    });

  test("a binding keeps its role, not its subjects", async () => {
    const subjects = [{ kind: "User", name: "jane" }];
    assert.deepEqual(await refusalsOfUpdate(binding({ subjects }), binding({})), []);
    const other = binding({ roleRef: { ...roleRef, name: "writer" } });
    assert.deepEqual(await refusalsOfUpdate(other, binding({})), [
      "roleRef: cannot be changed in an existing binding; delete the binding and create it anew, or one of another name",
    ]);
  });

  test("a question needs no name", async () => {
    const spec = { user: "jane", resourceAttributes: { resource: "pods", verb: "get" } };
    const apiVersion = "authorization.k8s.io/v1";
    const review = { apiVersion, kind: "SubjectAccessReview", spec } as unknown as Judged;
    assert.deepEqual(await refusals(review), []);
    const named = { ...review, metadata: { name: "a" } } as Judged;
    assert.deepEqual(await refusals(named), ["metadata: must be empty: a question is not stored"]);
  });
});

suite("requests for certificates", () => {
  const file = join(import.meta.dirname, "../../agreement/objects/certificates.yaml");
  const requests = loadAll(readFileSync(file, "utf8")) as Judged[];

  test("are opened: elliptic curves, RSA and Ed25519", async () => {
    assert.equal(requests.length, 3);
    for (const request of requests) assert.deepEqual(await refusals(request), []);
  });

  test("a changed one is refused", async () => {
    const [request] = requests as [Judged & { spec: { request: string } }];
    const pem = Buffer.from(request.spec.request, "base64").toString();
    const body = pem.split("\n").slice(1, -2).join("");
    const changed = Buffer.from(body, "base64");
    changed[changed.length - 1]! ^= 1;
    const packed = `-----BEGIN CERTIFICATE REQUEST-----\n${changed.toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`;
    const forged = {
      ...request,
      spec: { ...request.spec, request: Buffer.from(packed).toString("base64") },
    };
    assert.deepEqual(await refusals(forged), [
      "spec.request: its signature is not that of its own key",
    ]);
  });
});
