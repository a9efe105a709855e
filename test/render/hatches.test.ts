import assert from "node:assert/strict";
import { test } from "node:test";
import { config, patch, platform, web } from "../../src/index.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { render } from "../../src/render/index.ts";
import { app, place, resources } from "../platform/shop.ts";
import { problemsIn } from "../platform/written.ts";
import { type Loose, objects } from "./objects.ts";

const shop = web("shop", { image: app, port: 80, resources, scale: 1, migrate: ["m"] });
const twice = patch(shop, "Deployment", (d) => {
  d.spec.revisionHistoryLimit = 3;
});

test("a patch changes what is rendered, last of all", () => {
  const more = patch(shop, "Deployment", (d) => {
    d.spec.revisionHistoryLimit = (d.spec.revisionHistoryLimit ?? 0) + 1;
  });
  const made = objects({ shop }, { patches: [more] }, { patches: [twice] });
  assert.equal(made.get("Deployment", "shop").spec.revisionHistoryLimit, 4);
});

test("a patch reaches every object of the kind that the component has, and no other component's", () => {
  const label = patch(shop, "Service", (service) => {
    service.metadata.annotations = { seen: "yes" };
  });
  const other = web("other", { image: app, port: 80, resources, scale: 1 });
  const two = web("shop", {
    image: app,
    port: 80,
    resources,
    scale: 1,
    services: { direct: "headless" },
  });
  const relabel = { ...label, component: two };
  const made = objects({ two, other }, {}, { patches: [relabel] });
  const seen = (name: string) => made.get("Service", name).metadata.annotations?.seen;
  assert.deepEqual([seen("shop"), seen("direct"), seen("other")], ["yes", "yes", undefined]);
});

test("a patch of the migration's Job does not change its name", () => {
  const slower = patch(shop, "Job", (job) => {
    job.spec.activeDeadlineSeconds = 7200;
  });
  const [plain] = objects({ shop }).names("Job");
  const made = objects({ shop }, {}, { patches: [slower] });
  assert.deepEqual(made.names("Job"), [plain]);
  assert.equal(made.get("Job", plain ?? "").spec.activeDeadlineSeconds, 7200);
});

test("patches do not leak: neither into the next render nor into another environment", () => {
  const environments = { a: { ...place, patches: [twice] }, b: place };
  const made = platform("shop", { components: { shop }, environments });
  const limit = (name: string) => {
    const all = render(resolve(made, name)).map(({ object }) => object as Loose);
    return all.find(({ kind }) => kind === "Deployment").spec.revisionHistoryLimit;
  };
  assert.deepEqual([limit("a"), limit("b"), limit("a")], [3, undefined, 3]);
});

test("a patch of the whole platform rests where its component is left out, one of the environment is told", () => {
  const other = config("other", { A: "1" });
  const parts = { shop, other };
  const out = { components: { shop: false } };
  assert.deepEqual(
    problemsIn(() => objects(parts, out, { patches: [twice] })),
    [],
  );
  const told = problemsIn(() => objects(parts, { ...out, patches: [twice] }));
  assert.match(told[0]?.message ?? "", /there is no such object in production/);
});

test("a patch that changes nothing, throws or finds nothing is told beside the others", () => {
  const wrong = [
    patch(shop, "Deployment", () => {}),
    patch(shop, "Deployment", () => {
      throw new Error("no luck");
    }),
    patch(shop, "PodDisruptionBudget", () => {}),
  ];
  const messages = problemsIn(() => objects({ shop }, {}, { patches: wrong })).map(
    ({ message }) => message,
  );
  assert.deepEqual(messages, [
    'patch(shop, "Deployment") changes nothing in production',
    'patch(shop, "Deployment") threw: no luck',
    'patch(shop, "PodDisruptionBudget"): there is no such object in production',
  ]);
});

test("raw objects are rendered as they are, in the environment's namespace where they name none", () => {
  const raw = [
    { apiVersion: "v1", kind: "LimitRange", metadata: { name: "limits" }, spec: { limits: [] } },
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "far", namespace: "elsewhere" } },
    {
      apiVersion: "node.k8s.io/v1",
      kind: "RuntimeClass",
      metadata: { name: "gvisor" },
      handler: "runsc",
    },
    { apiVersion: "example.org/v1", kind: "Widget", metadata: { name: "own" } },
  ] as const;
  const made = objects({ shop }, { objects: [raw[3]] }, { objects: raw.slice(0, 3) });
  const space = (kind: string, name: string) => made.get(kind, name).metadata.namespace;
  assert.deepEqual(
    [
      space("LimitRange", "limits"),
      space("ConfigMap", "far"),
      space("RuntimeClass", "gvisor"),
      space("Widget", "own"),
    ],
    ["shop", "elsewhere", undefined, undefined],
  );
  assert.equal(made.get("RuntimeClass", "gvisor").handler, "runsc");
});
