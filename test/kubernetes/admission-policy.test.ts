import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import {
  AdmissionPolicies,
  type AnyObject,
  type PolicyVerdict,
} from "../../src/kubernetes/admission-policy/index.ts";
import { withDefaults } from "../../src/kubernetes/defaults.ts";
import { attempts, type Recorded, world } from "./admission-policy/world.ts";

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, "../recordings/cel-admission.json"), "utf8"),
) as Recorded[];

/** In the words of the server. */
function said({ denials: [first], warnings }: PolicyVerdict) {
  const text = (start: string, { policy, binding, message }: (typeof warnings)[number]) =>
    `${start} '${policy}' with binding '${binding}'${start.startsWith("Valid") && start.includes("failed") ? ":" : " denied request:"} ${message}`;
  return {
    denial: first && text("ValidatingAdmissionPolicy", first),
    warnings: warnings.map((each) => text("Validation failed for ValidatingAdmissionPolicy", each)),
  };
}

suite("validating admission policies", () => {
  for (const [index, object] of attempts.entries()) {
    const { status, message = "", warnings } = recorded[index] as Recorded;
    const { name, namespace = "" } = object.metadata ?? {};
    test(`${index}. ${object.kind} ${namespace} ${name}: as the server answered`, async () => {
      const policies = await AdmissionPolicies.of(world, { minor: 36 });
      const verdict = policies.create(withDefaults(object) as AnyObject);
      assert.deepEqual(verdict.undecided, []);
      const { denial, warnings: own } = said(verdict);
      assert.equal(denial !== undefined, status >= 300, message);
      // How an error of an expression is worded is the server's own.
      const comparable = (text: string) => text.replace(/resulted in error: .*/, "…");
      if (denial)
        assert.ok(comparable(message).endsWith(comparable(denial)), `${message}\n${denial}`);
      assert.deepEqual(own, warnings);
    });
  }

  test("the recording has refusals, warnings and acceptances of every kind", () => {
    const of = (status: number) => recorded.filter((each) => each.status === status).length;
    assert.equal(recorded.length, attempts.length);
    assert.ok(of(201) >= 8 && of(422) + of(403) >= 9, `${of(201)} ${of(422)} ${of(403)}`);
    assert.ok(recorded.some(({ warnings }) => warnings.length > 1));
  });

  test("what is not in the input is not decided", async () => {
    const known = world.filter(({ kind }) => kind !== "Namespace" && kind !== "ConfigMap");
    const policies = await AdmissionPolicies.of(known, { minor: 36 });
    const large = attempts.find(({ metadata }) => metadata?.name === "large") as AnyObject;
    const { denials, undecided } = policies.create(withDefaults(large) as AnyObject);
    assert.deepEqual(denials, []);
    assert.match(undecided[0]?.message ?? "", /labels of the namespace policy-prod/);
  });

  test("who asks is not known, so the answer is open", async () => {
    const spec = {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["*"], resources: ["configmaps"] },
        ],
      },
      validations: [
        { expression: "request.userInfo.username == 'me' || object.metadata.name == 'ok'" },
      ],
    };
    const group = "admissionregistration.k8s.io/v1";
    const policies = await AdmissionPolicies.of(
      [
        { apiVersion: group, kind: "ValidatingAdmissionPolicy", metadata: { name: "p" }, spec },
        {
          apiVersion: group,
          kind: "ValidatingAdmissionPolicyBinding",
          metadata: { name: "b" },
          spec: { policyName: "p", validationActions: ["Deny"] },
        },
      ],
      { minor: 36 },
    );
    const map = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
    assert.match(policies.create(map("x")).undecided[0]?.message ?? "", /known to the cluster/);
    assert.deepEqual(policies.create(map("ok")).undecided, []);
  });
});
