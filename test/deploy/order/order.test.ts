import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { KubeObject } from "../../../src/client/object.ts";
import { circleIn } from "../../../src/deploy/order/circle.ts";
import { type Order, orderOf } from "../../../src/deploy/order/order.ts";
import { plainWanted, type Wanted } from "../../../src/deploy/wanted.ts";
import { ProblemError } from "../../../src/problem.ts";

function object(apiVersion: string, kind: string, name: string, rest: object = {}): KubeObject {
  const { metadata, ...fields } = rest as { metadata?: object };
  const isWide = /^(Namespace|CustomResourceDefinition|.*WebhookConfiguration|StorageClass)$/.test(
    kind,
  );
  const home = isWide ? {} : { namespace: "shop" };
  return { apiVersion, kind, metadata: { name, ...home, ...metadata }, ...fields };
}

const labels = (app: string) => ({ metadata: { labels: { app } } });
const deployment = (name: string, spec: object = {}, rest: object = {}) =>
  object("apps/v1", "Deployment", name, {
    ...rest,
    spec: { template: { ...labels(name), spec: { containers: [{ name: "app" }], ...spec } } },
  });
const service = (name: string) =>
  object("v1", "Service", name, { spec: { selector: { app: name } } });
const namespace = object("v1", "Namespace", "shop");

/** Plays a deploy in which everything works; the groups that can be applied together, by their titles. */
function waves(all: readonly Wanted[], order: Order): string[][] {
  const reached = new Set<string>();
  const left = new Map(all.map((each) => [each.key, each]));
  const isMet = (key: string): boolean =>
    left.has(key) ? false : reached.has(key) || (order.get(key) ?? []).every((n) => isMet(n.key));
  const found: string[][] = [];
  while (left.size > 0) {
    const wave = [...left.values()].filter(({ key }) =>
      (order.get(key) ?? []).every((need) => isMet(need.key)),
    );
    assert.ok(wave.length > 0, "nothing can go on");
    for (const { key } of wave) reached.add(key);
    for (const { key } of wave) left.delete(key);
    found.push(wave.map(({ object }) => `${object.kind}/${object.metadata.name}`).sort());
  }
  return found;
}

const wavesOf = (...objects: readonly KubeObject[]) => {
  const all = objects.map(plainWanted);
  return waves(all, orderOf(all));
};

describe("the order of a deploy", () => {
  it("is namespace, what workloads stand on, workloads, what is about them", () => {
    assert.deepEqual(
      wavesOf(
        object("networking.k8s.io/v1", "Ingress", "web", {
          spec: { rules: [{ http: { paths: [{ backend: { service: { name: "web" } } }] } }] },
        }),
        object("autoscaling/v2", "HorizontalPodAutoscaler", "web", {
          spec: { scaleTargetRef: { kind: "Deployment", name: "web" } },
        }),
        deployment("web"),
        service("web"),
        object("v1", "ConfigMap", "web"),
        object("networking.k8s.io/v1", "NetworkPolicy", "all"),
        namespace,
      ),
      [
        ["Namespace/shop"],
        ["ConfigMap/web", "NetworkPolicy/all", "Service/web"],
        ["Deployment/web"],
        ["HorizontalPodAutoscaler/web", "Ingress/web"],
      ],
    );
  });

  it("waits for what a controller makes of another object", () => {
    const all = [
      object("external-secrets.io/v1", "ExternalSecret", "db", { spec: {} }),
      object("external-secrets.io/v1", "ExternalSecret", "other", { spec: {} }),
      deployment("web", { volumes: [{ secret: { secretName: "db" } }] }),
    ].map(plainWanted);
    const needs = orderOf(all).get(all[2]!.key);
    assert.deepEqual(
      needs?.filter(({ until }) => until === "ready"),
      [{ key: all[0]!.key, until: "ready" }],
    );
  });

  it("brings a definition and an operator with its webhook before their custom resources", () => {
    const hook = { clientConfig: { service: { namespace: "shop", name: "operator" } } };
    assert.deepEqual(
      wavesOf(
        object("example.com/v1", "Widget", "mine"),
        object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "widgets", {
          webhooks: [{ ...hook, rules: [{ apiGroups: ["example.com"] }] }],
        }),
        deployment("operator"),
        service("operator"),
        object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "widgets.example.com", {
          spec: { group: "example.com", names: { kind: "Widget" } },
        }),
      ),
      [
        ["CustomResourceDefinition/widgets.example.com", "Service/operator"],
        ["Deployment/operator"],
        ["ValidatingWebhookConfiguration/widgets"],
        ["Widget/mine"],
      ],
    );
  });

  it("keeps to what a person says, in the annotation and in a platform", () => {
    const dependsOn = "apps/namespaces/shop/Deployment/db";
    const web = deployment(
      "web",
      {},
      {
        metadata: { annotations: { "config.kubernetes.io/depends-on": dependsOn } },
      },
    );
    assert.deepEqual(wavesOf(web, deployment("db")), [["Deployment/db"], ["Deployment/web"]]);
    const db = plainWanted(deployment("db"));
    const api = { ...plainWanted(deployment("api")), after: [db.key] };
    assert.deepEqual(waves([api, db], orderOf([api, db])), [["Deployment/db"], ["Deployment/api"]]);
  });

  it("says who waits for whom in a circle, and what an annotation should say", () => {
    const a = plainWanted(deployment("a"));
    const b = { ...plainWanted(deployment("b")), after: [a.key] };
    const circle = [{ ...a, after: [b.key] }, b];
    assert.throws(
      () => orderOf(circle),
      (error) => {
        assert.ok(error instanceof ProblemError);
        assert.match(
          error.message,
          /wait for each other: Deployment shop\/a → Deployment shop\/b → /,
        );
        return true;
      },
    );
    const odd = deployment(
      "odd",
      {},
      {
        metadata: { annotations: { "config.kubernetes.io/depends-on": "Deployment/db" } },
      },
    );
    assert.throws(() => orderOf([plainWanted(odd)]), /depends on "Deployment\/db"/);
  });

  it("comes to an end whatever objects hold", () => {
    const kind = fc.constantFrom("Deployment", "Job", "Service", "Ingress", "Namespace", "Widget");
    const some = fc.record({ kind, name: fc.constantFrom("a", "b", "c"), spec: fc.jsonValue() });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), (given) => {
        const all = given.map(({ kind, name, spec }) =>
          plainWanted(object("example.com/v1", kind, name, { spec, webhooks: spec })),
        );
        const unique = [...new Map(all.map((each) => [each.key, each])).values()];
        assert.equal(waves(unique, orderOf(unique)).flat().length, unique.length);
      }),
    );
  });

  it("finds a circle exactly where there is one", () => {
    const arrow = fc.tuple(fc.nat(8), fc.nat(8));
    fc.assert(
      fc.property(fc.array(arrow, { maxLength: 20 }), (arrows) => {
        const graph = new Map(
          [...Array(9).keys()].map((from) => [
            `${from}`,
            arrows.filter(([own]) => own === from).map(([, to]) => ({ key: `${to}` })),
          ]),
        );
        const circle = circleIn(graph);
        for (const [index, key] of (circle ?? []).entries()) {
          const next = circle?.[(index + 1) % circle.length];
          assert.ok(graph.get(key)?.some((to) => to.key === next));
        }
        const left = new Map(graph);
        for (let size = -1; size !== left.size; ) {
          size = left.size;
          for (const [key, to] of left)
            if (!to.some((each) => left.has(each.key))) left.delete(key);
        }
        assert.equal(circle === undefined, left.size === 0);
      }),
    );
  });
});
