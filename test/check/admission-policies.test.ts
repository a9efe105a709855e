import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { worldOfText } from "./read.ts";

const own = rules.filter(({ layer }) => layer === "documents" || layer === "api");

/** Rule, severity, kind, place and message of what is found. */
async function found(text: string): Promise<string[]> {
  return run(own, await worldOfText(text)).map(
    ({ rule, severity, object, path, message }) =>
      `${rule} ${severity} ${object?.kind} ${path}: ${message}`,
  );
}

const policy = (spec: string) => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: sizes }
spec: ${spec}
---
`;
const binding = (spec: string) => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: sizes }
spec: ${spec}
---
`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 9
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`;
const FOR =
  "matchConstraints: { resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }] }";
const bound = binding("{ policyName: sizes, validationActions: [Deny] }");
const all = (spec: string, by = bound) => `${policy(spec)}${by}${DEPLOYMENT}`;

describe("an admission policy that the server would not read", () => {
  for (const [title, fields, place] of [
    ["ends too early", 'validations: [{ expression: "object.spec.replicas <=" }]', "expression"],
    ["asks for a function that is not there", 'validations: [{ expression: "objekt() <= 5" }]', ""],
    ["is no yes or no", 'validations: [{ expression: "object.spec.replicas" }]', "expression"],
    ["names an unknown variable", 'validations: [{ expression: "variables.most > 1" }]', ""],
    ["asks for params without a kind", 'validations: [{ expression: "params.data.a == 1" }]', ""],
    ["is empty", 'validations: [{ expression: "" }]', "expression"],
    ["is missing", "validations: [{ message: few }]", "expression"],
    ["is a number", "validations: [{ expression: 5 }]", "expression"],
    [
      "of a message does not compile",
      'validations: [{ expression: "true", messageExpression: "1 +" }]',
      "messageExpression",
    ],
    [
      "of a variable does not compile",
      'variables: [{ name: most, expression: "(" }], validations: [{ expression: "variables.most > 1" }]',
      "variables[0].expression",
    ],
    [
      "of a condition does not compile",
      'matchConditions: [{ name: a, expression: "object." }], validations: [{ expression: "true" }]',
      "matchConditions[0].expression",
    ],
    ["stands where a list is wanted", 'validations: "object.spec.replicas <= 5"', "validations"],
  ] as const)
    it(`an expression that ${title} is told once, and judges nothing`, async () => {
      const told = await found(all(`{ ${FOR}, ${fields} }`));
      assert.ok(told.length > 0);
      assert.ok(
        told.every((each) => each.includes(" ValidatingAdmissionPolicy ")),
        told.join("\n"),
      );
      assert.ok(told.every((each) => / error /.test(each)));
      assert.ok(told.some((each) => each.includes(place), told.join("\n")));
    });

  it("a near miss: one that compiles judges", async () => {
    const told = await found(
      all(`{ ${FOR}, validations: [{ expression: "object.spec.replicas <= 5" }] }`),
    );
    assert.equal(told.length, 1, told.join("\n"));
    assert.match(told[0] ?? "", /^admission-policy error Deployment : /);
    // A field that the server does not know it may drop.
    const more = `{ ${FOR}, notes: none, validations: [{ expression: "object.spec.replicas <= 5" }] }`;
    const rules = (await found(all(more))).map((each) => each.split(" ")[0]);
    assert.deepEqual(rules.toSorted(), ["admission-policy", "unknown-field"]);
  });

  it("whatever else is missing or of a wrong type is told, and never a crash", async () => {
    const yes = 'validations: [{ expression: "object.spec.replicas <= 5" }]';
    const specs = ["null", "[]", "text", "{}", `{ ${yes} }`, `{ ${FOR}, validations: [null] }`];
    const odd = [
      `{ matchConstraints: null, ${yes} }`,
      `{ matchConstraints: { resourceRules: [null] }, ${yes} }`,
      `{ matchConstraints: { resourceRules: [{ apiGroups: apps }] }, ${yes} }`,
      `{ matchConstraints: { resourceRules: [{}], namespaceSelector: { matchExpressions: [{ key: a, operator: Like }] } }, ${yes} }`,
      `{ ${FOR.replace("resourceRules", "objectSelector: { matchExpressions: [{ key: a, operator: In }] }, resourceRules")}, ${yes} }`,
      `{ ${FOR}, ${yes}, failurePolicy: Maybe, variables: [{}], matchConditions: [{}] }`,
    ];
    for (const spec of [...specs, ...odd]) {
      const told = await found(all(spec));
      assert.ok(told.length > 0, spec);
      assert.ok(
        told.every((each) => !each.startsWith("admission-policy")),
        told.join("\n"),
      );
    }
    const bindings = ["null", "{}", "text", "{ policyName: 5 }", "{ policyName: sizes }"];
    for (const spec of [...bindings, "{ policyName: sizes, validationActions: Deny }"]) {
      const told = await found(all(`{ ${FOR}, ${yes} }`, binding(spec)));
      assert.ok(
        told.some((each) => / error ValidatingAdmissionPolicyBinding /.test(each)),
        `${spec}\n${told.join("\n")}`,
      );
      assert.ok(!told.some((each) => each.includes(" Deployment ")), told.join("\n"));
    }
  });
});

describe("params that are not there", () => {
  const asking = (kind: string) =>
    `{ ${FOR}, paramKind: ${kind}, validations: [{ expression: "object.spec.replicas <= int(params.data.most)" }] }`;
  const CONFIG_MAP = "{ apiVersion: v1, kind: ConfigMap }";
  const by = (ref: string) =>
    binding(`{ policyName: sizes, validationActions: [Deny], paramRef: ${ref} }`);
  const named = by("{ name: sizes, namespace: default, parameterNotFoundAction: Deny }");
  const params = (data: string) =>
    `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: sizes, namespace: default }\n${data}`;

  it("leave the answer open, and say what is missing", async () => {
    const told = await found(all(asking(CONFIG_MAP), named));
    assert.equal(told.length, 1, told.join("\n"));
    assert.match(
      told[0] ?? "",
      /^undecided-policy info Deployment : .*the ConfigMap that its params are is not in the input/,
    );
  });

  it("the same of params of a kind that nothing describes", async () => {
    const told = await found(all(asking("{ apiVersion: shop.dev/v1, kind: Size }"), named));
    assert.ok(
      told.some((each) =>
        /^undecided-policy .*nothing in the input describes the kind Size/.test(each),
      ),
      told.join("\n"),
    );
  });

  it("a near miss: params that are there decide, and one that lacks the key refuses", async () => {
    const text = all(asking(CONFIG_MAP), named);
    assert.deepEqual(await found(`${text}${params('data: { most: "9" }')}`), []);
    for (const data of ['data: { most: "5" }', 'data: { least: "5" }', "data: {}", ""]) {
      const told = await found(`${text}${params(data)}`);
      assert.equal(told.length, 1, told.join("\n"));
      assert.match(told[0] ?? "", /^admission-policy error Deployment/);
    }
  });

  it("a reference that says nothing, or everything, is told, and never a crash", async () => {
    for (const ref of ["null", "{}", "[]", "{ name: sizes, selector: {} }", "{ namespace: 5 }"]) {
      const told = await found(all(asking(CONFIG_MAP), by(ref)));
      assert.ok(told.length > 0, ref);
    }
    for (const kind of ["null", "{}", "ConfigMap", "{ apiVersion: v1 }", "{ kind: ConfigMap }"])
      assert.ok((await found(all(asking(kind), named))).length > 0, kind);
  });
});
