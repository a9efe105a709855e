import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ApiError } from "../../../src/client/errors.ts";
import type { KubeObject, ManagedFields } from "../../../src/client/object.ts";
import { differences } from "../../../src/deploy/plan/fields/difference.ts";
import { pruned, touches, union } from "../../../src/deploy/plan/fields/field-set.ts";
import {
  parseServerPath,
  pathText,
  stepsIn,
  without,
} from "../../../src/deploy/plan/fields/path.ts";
import { shapeOf } from "../../../src/deploy/plan/fields/shape.ts";
import { conflictsOf } from "../../../src/deploy/plan/ownership/conflicts.ts";
import { isMaker, sortOf } from "../../../src/deploy/plan/ownership/managers.ts";
import { migrationPatch } from "../../../src/deploy/plan/ownership/migration.ts";
import { sameJson } from "../../../src/kubernetes/json-equality.ts";

const fieldsV1 = {
  "f:metadata": { "f:finalizers": { ".": {}, 'v:"a"': {} }, "f:labels": { "f:app": {} } },
  "f:spec": {
    "f:containers": {
      'k:{"name":"web"}': {
        ".": {},
        "f:name": {},
        "f:args": {},
        "f:ports": {
          'k:{"containerPort":80,"protocol":"TCP"}': { ".": {}, "f:containerPort": {} },
        },
      },
    },
  },
};

function owned(...entries: Partial<ManagedFields>[]): KubeObject {
  const managedFields = entries.map((entry) => ({
    manager: "slipway",
    operation: "Apply" as const,
    apiVersion: "v1",
    fieldsV1,
    ...entry,
  }));
  return {
    apiVersion: "v1",
    kind: "X",
    metadata: { name: "x", resourceVersion: "7", managedFields },
  };
}

const shape = shapeOf(owned({}));
const told = (before: object, after: object) =>
  differences(before, after, shape).map(({ elements, before: a, after: b }) =>
    [pathText(elements), a, b]
      .map((value) => (typeof value === "object" ? JSON.stringify(value) : value))
      .join(" "),
  );
const spec = (...containers: object[]) => ({ spec: { containers } });

test("what differs, as far out as it is new", () => {
  const web = { name: "web", args: ["a"], ports: [{ containerPort: 80, protocol: "TCP" }] };
  const cases: readonly [object, object, readonly string[]][] = [
    [spec(web), spec({ name: "log" }, web), ['spec.containers[name=log]  {"name":"log"}']],
    [
      spec(web),
      spec({ ...web, args: ["b", "c"] }),
      ['spec.containers[name=web].args ["a"] ["b","c"]'],
    ],
    [
      spec(web),
      spec({ ...web, ports: [{ containerPort: 80, protocol: "TCP", name: "http" }] }),
      ["spec.containers[name=web].ports[containerPort=80,protocol=TCP].name  http"],
    ],
    [
      spec({ name: "a" }, { name: "b" }),
      spec({ name: "b" }, { name: "a" }),
      ['spec.containers ["name=a","name=b"] ["name=b","name=a"]'],
    ],
    [
      { metadata: { finalizers: ["a", "b"] } },
      { metadata: { finalizers: ["b", "c"] } },
      ["metadata.finalizers[=a] a ", "metadata.finalizers[=c]  c"],
    ],
    [{}, { metadata: { labels: { "a.b/c": "1" } } }, ['metadata  {"labels":{"a.b/c":"1"}}']],
    [{ metadata: {} }, { metadata: { labels: { "a.b/c": "1" } } }, ["metadata.labels[a.b/c]  1"]],
    [
      { rules: [{ a: 1 }, { b: 1 }] },
      { rules: [{ a: 1 }, { c: 1 }, { b: 1 }] },
      ['rules[1]  {"c":1}'],
    ],
    [{ rules: [{ a: 1 }, { b: 1 }] }, { rules: [{ a: 1 }, { b: 2 }] }, ["rules[1].b 1 2"]],
  ];
  for (const [before, after, expected] of cases) assert.deepEqual(told(before, after), expected);
});

test("differences are found exactly where there are some", () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(json, json, (one, other) => {
      assert.deepEqual(differences(one, one, shape), []);
      const [a, b] = [{ x: one }, { x: other }];
      const found = differences(a, b, shape);
      assert.equal(found.length === 0, sameJson(a, b));
      for (const { before, after } of found) assert.notDeepEqual(before, after);
    }),
  );
});

test("paths of the server are read as it writes them", () => {
  const object = {
    metadata: { annotations: { "a.b/c": "1", a: "2" }, finalizers: ["x"] },
    spec: { containers: [{ name: "we]b", ports: [{ containerPort: 80 }] }], rules: [{}] },
  };
  const cases: readonly [string, string, readonly (string | number)[]][] = [
    [
      ".metadata.annotations.a.b/c",
      "metadata.annotations[a.b/c]",
      ["metadata", "annotations", "a.b/c"],
    ],
    [".metadata.annotations.a", "metadata.annotations.a", ["metadata", "annotations", "a"]],
    ['.metadata.finalizers[="x"]', "metadata.finalizers[=x]", ["metadata", "finalizers", 0]],
    [
      '.spec.containers[name="we]b"].ports[containerPort=80,protocol="TCP"].containerPort',
      "spec.containers[name=we]b].ports[containerPort=80,protocol=TCP].containerPort",
      ["spec", "containers", 0, "ports", 0, "containerPort"],
    ],
    [".spec.rules[0].x", "spec.rules[0].x", ["spec", "rules", 0]],
  ];
  for (const [text, path, steps] of cases) {
    const elements = parseServerPath(text, object);
    assert.equal(pathText(elements), path);
    assert.deepEqual(stepsIn(object, elements), steps);
  }
});

test("a field is left out with the maps that it alone filled", () => {
  const object = {
    spec: { resources: { requests: { cpu: "1" } }, list: [{ name: "a", x: 1 }], empty: {} },
  };
  assert.deepEqual(without(object, ["spec", "resources", "requests", "cpu"]), {
    spec: { list: [{ name: "a", x: 1 }], empty: {} },
  });
  assert.deepEqual(without(object, ["spec", "list", { keys: { name: "a" } }, "x"]).spec.list, [
    { name: "a" },
  ]);
  assert.deepEqual(without(object, ["spec", "nothing", "here"]), object);
});

test("a set of fields touches what is above, at and below its fields", () => {
  assert.ok(touches(fieldsV1, ["spec", "containers", { keys: { name: "web" } }, "args"]));
  assert.ok(touches(fieldsV1, ["spec", "containers", { keys: { name: "web" } }, "args", 0]));
  assert.ok(touches(fieldsV1, ["spec"]));
  assert.ok(!touches(fieldsV1, ["spec", "containers", { keys: { name: "web" } }, "env"]));
  assert.ok(!touches(fieldsV1, ["spec", "containers", { keys: { name: "log" } }]));
});

test("what a manager drops goes, unless others have it or something in it", () => {
  const object = {
    spec: {
      a: { b: 1, c: 2 },
      list: [
        { name: "x", v: 1 },
        { name: "y", v: 2 },
      ],
      set: ["p", "q"],
      d: 1,
    },
  };
  const dropped = {
    "f:spec": {
      "f:a": { ".": {}, "f:b": {}, "f:c": {} },
      "f:list": {
        'k:{"name":"x"}': { ".": {}, "f:v": {} },
        'k:{"name":"y"}': { ".": {}, "f:v": {} },
      },
      "f:set": { 'v:"p"': {}, 'v:"q"': {} },
      "f:d": {},
    },
  };
  const kept = {
    "f:spec": {
      "f:a": { "f:c": {} },
      "f:list": { 'k:{"name":"y"}': { "f:name": {} } },
      "f:set": { 'v:"q"': {} },
    },
  };
  assert.deepEqual(pruned(object, dropped, [kept]), {
    spec: { a: { c: 2 }, list: [{ name: "y" }], set: ["q"] },
  });
  assert.deepEqual(pruned(object, dropped, [{ "f:spec": {} }]), object);
});

/** The set of some paths, each of fields; one that leads to others is owned itself. */
function setOf(paths: readonly (readonly string[])[]): Record<string, unknown> {
  const set: Record<string, unknown> = {};
  for (const [name, inner] of Map.groupBy(paths, ([first]) => first!)) {
    const below = inner.map((path) => path.slice(1)).filter((path) => path.length > 0);
    const isMember = below.length > 0 && below.length < inner.length;
    set[`f:${name}`] = { ...(isMember && { ".": {} }), ...setOf(below) };
  }
  return set;
}

test("a union has what either has, and nothing else", () => {
  const path = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 });
  const paths = fc.array(path, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(paths, paths, (one, other) => {
      assert.deepEqual(union(setOf(one), setOf(other)), setOf([...one, ...other]));
    }),
  );
});

test("managers are told apart", () => {
  const sorts: Readonly<Record<string, readonly string[]>> = {
    ours: ["slipway", "slipway-scale"],
    person: [
      "kubectl",
      "kubectl-edit",
      "kubectl-client-side-apply",
      "kubectl-rollout",
      "k9s",
      "Lens",
      "headlamp",
      "rancher",
      "Mozilla",
    ],
    controller: [
      "kube-controller-manager",
      "vpa-updater",
      "cert-manager-cainjector",
      "keda-operator",
      "argo-rollouts",
      "my-operator",
    ],
    unknown: ["gizmo", "helm", "terraform", "argocd", "flux", "python-requests"],
  };
  for (const [sort, managers] of Object.entries(sorts))
    for (const manager of managers) assert.equal(sortOf(manager), sort, manager);
  assert.equal(sortOf("gizmo", "scale"), "controller");
  assert.equal(sortOf("kubectl", "scale"), "person");
});

test("conflicts are read with their managers", () => {
  const cause = (message: string, field: string) => ({
    reason: "FieldManagerConflict",
    message,
    field,
  });
  const causes = [
    cause('conflict with "kubectl" with subresource "scale" using apps/v1', ".spec.replicas"),
    cause('conflict with "a \\"b\\"" using v1 at 2026-01-01T00:00:00Z', ".data.x"),
    cause('conflict with "helm"', ".data.y"),
  ];
  const refusal = new ApiError({ status: 409, reason: "Conflict", message: "", causes });
  assert.deepEqual(
    conflictsOf(refusal, {}).map(({ manager, subresource, path }) => [manager, subresource, path]),
    [
      ["kubectl", "scale", "spec.replicas"],
      ['a "b"', undefined, "data.x"],
      ["helm", undefined, "data.y"],
    ],
  );
});

test("the fields of those who wrote whole objects become ours", () => {
  const client = {
    manager: "kubectl-client-side-apply",
    operation: "Update" as const,
    fieldsV1: { "f:data": { "f:a": {} } },
  };
  const named = {
    manager: "team",
    operation: "Update" as const,
    fieldsV1: {
      "f:metadata": {
        "f:annotations": { "f:kubectl.kubernetes.io/last-applied-configuration": {} },
      },
    },
  };
  const edit = {
    manager: "kubectl-edit",
    operation: "Update" as const,
    fieldsV1: { "f:data": { "f:b": {} } },
  };
  const ours = { fieldsV1: { "f:data": { "f:c": {} } } };
  const live = owned(edit, client, named, ours);
  assert.deepEqual(live.metadata.managedFields!.map(isMaker), [false, true, true, false]);
  const [fields, version] = migrationPatch(live) as [{ value: ManagedFields[] }, object];
  assert.deepEqual(
    fields.value.map(({ manager, operation }) => [manager, operation]),
    [
      ["slipway", "Apply"],
      ["kubectl-edit", "Update"],
    ],
  );
  assert.deepEqual(fields.value[0]!.fieldsV1, {
    "f:data": { "f:c": {}, "f:a": {} },
    "f:metadata": named.fieldsV1["f:metadata"],
  });
  assert.deepEqual(version, { op: "replace", path: "/metadata/resourceVersion", value: "7" });
  assert.equal(migrationPatch(owned(edit, ours)), undefined);
  const old = migrationPatch(owned({ ...client, apiVersion: "v1beta1" }, client)) as [
    { value: ManagedFields[] },
  ];
  assert.equal(old[0].value.length, 1);
});
