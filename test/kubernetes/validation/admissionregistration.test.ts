import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Judge, type Judged } from "../../../src/kubernetes/validation/judge.ts";

const apiVersion = "admissionregistration.k8s.io/v1";

async function said(object: object, minor = 36): Promise<string[]> {
  const given = { apiVersion, ...object } as Judged;
  const judgement = (await Judge.of(minor, [given])).create(given);
  assert.ok(judgement);
  return judgement.errors.map(({ path, message }) => `${path}: ${message}`);
}

const matchConstraints = {
  resourceRules: [
    {
      apiGroups: ["apps"],
      apiVersions: ["v1"],
      operations: ["CREATE"],
      resources: ["deployments"],
    },
  ],
};

const policy = (spec: object) => ({
  kind: "ValidatingAdmissionPolicy",
  metadata: { name: "p" },
  spec: { matchConstraints, ...spec },
});

const webhook = (given: object) => ({
  kind: "ValidatingWebhookConfiguration",
  metadata: { name: "w" },
  webhooks: [
    {
      name: "a.example.com",
      admissionReviewVersions: ["v1"],
      sideEffects: "None",
      clientConfig: { url: "https://example.com" },
      ...given,
    },
  ],
});

suite("admission webhooks and policies", () => {
  test("an expression that does not fit is shown from where it is wrong", async () => {
    assert.deepEqual(await said(policy({ validations: [{ expression: "object.x == 1 &" }] })), [
      'spec.validations[0].expression: is no expression that fits: write "&&", at "&"',
    ]);
    assert.deepEqual(
      await said(policy({ validations: [{ expression: "request.operaton == 'CREATE'" }] })),
      [
        'spec.validations[0].expression: is no expression that fits: there is no field "operaton" here; did you mean "operation"?, at ".operaton == \'CREATE\'"',
      ],
    );
    assert.deepEqual(
      await said(policy({ validations: [{ expression: "object.spec.replicas" }] })),
      ["spec.validations[0].expression: must give a value of type bool; this gives dyn"],
    );
  });

  test("variables have the types of their expressions, for those that come after", async () => {
    const variables = [
      { name: "names", expression: "['a']" },
      { name: "first", expression: "variables.names[0]" },
    ];
    const fine = { variables, validations: [{ expression: "variables.first == 'a'" }] };
    assert.deepEqual(await said(policy(fine)), []);
    const wrong = { variables, validations: [{ expression: "variables.first == 1" }] };
    assert.match((await said(policy(wrong)))[0] ?? "", /"==" does not go with string and int/);
    const early = { variables: variables.toReversed(), validations: [{ expression: "true" }] };
    assert.match((await said(policy(early)))[0] ?? "", /there is no field "names" here/);
  });

  test("params are there where the policy has a kind for them", async () => {
    const validations = [{ expression: "params.data.x == 'y'" }];
    const paramKind = { apiVersion: "v1", kind: "ConfigMap" };
    assert.deepEqual(await said(policy({ paramKind, validations })), []);
    assert.match((await said(policy({ validations })))[0] ?? "", /there is no variable "params"/);
  });

  test("functions of newer libraries are refused where a server does not have them", async () => {
    const spec = { validations: [{ expression: "isSemver(object.metadata.name)" }] };
    assert.deepEqual(await said(policy(spec), 34), []);
    assert.match((await said(policy(spec), 33))[0] ?? "", /there is no function "isSemver"/);
  });

  test("a webhook needs a name of three parts, a client, and no side effects", async () => {
    assert.deepEqual(
      await said(webhook({ name: "check", clientConfig: {}, sideEffects: "Some" })),
      [
        'webhooks[0].name: "check" must be a name of at least three parts',
        'webhooks[0].sideEffects: "Some" is none of None, NoneOnDryRun',
        "webhooks[0].clientConfig: must have either a url or a service",
      ],
    );
  });

  test("rules that say the same twice", async () => {
    const rule = { operations: ["*", "CREATE"], apiGroups: [""], apiVersions: ["v1"] };
    assert.deepEqual(
      await said(webhook({ rules: [{ ...rule, resources: ["pods/*", "pods/log"] }] })),
      [
        "webhooks[0].rules[0].operations: has * and others: * means them all",
        'webhooks[0].rules[0].resources[1]: "pods/*" stands for "pods/log" already',
      ],
    );
  });

  test("a binding says what to do, and not two things at once", async () => {
    const binding = (spec: object) => ({
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name: "b" },
      spec: { policyName: "p", ...spec },
    });
    assert.deepEqual(await said(binding({ validationActions: [] })), [
      "spec.validationActions: must name at least one action",
    ]);
    assert.deepEqual(await said(binding({ validationActions: ["Deny", "Warn"] })), [
      "spec.validationActions: has Deny and Warn: who is refused needs no warning",
    ]);
  });

  test("a mutation makes a patch of its type", async () => {
    const mutation = (given: object) => ({
      kind: "MutatingAdmissionPolicy",
      metadata: { name: "m" },
      spec: { matchConstraints, reinvocationPolicy: "Never", mutations: [given] },
    });
    const applied = (expression: string) =>
      mutation({ patchType: "ApplyConfiguration", applyConfiguration: { expression } });
    assert.deepEqual(await said(applied("Object{spec: Object.spec{replicas: 1}}")), []);
    assert.deepEqual(await said(applied("{'spec': {'replicas': 1}}")), [
      "spec.mutations[0].applyConfiguration.expression: must give a value of type Object; this gives map(string, map(string, int))",
    ]);
    assert.match(
      (await said(mutation({ patchType: "JSONPatch" })))[0] ?? "",
      /^spec.mutations\[0\].jsonPatch: belongs to JSONPatch/,
    );
  });
});
