import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite, test } from "node:test";
import { findKind } from "../../src/kubernetes/kinds.ts";
import { schemaAt, schemaOf } from "../../src/kubernetes/schema.ts";
import type {
  AnyObject,
  Certificate,
  Deployment,
  Kinds,
  KubernetesObject,
  PrometheusRule,
  Service,
  StatefulSet,
} from "../../src/kubernetes/types/index.ts";

const folder = join(import.meta.dirname, "../../src/kubernetes/types");
const template = { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "a" }] } };
const selector = { matchLabels: { app: "a" } };

function deployment(spec: Partial<Deployment["spec"]> = {}): Deployment {
  const metadata = { name: "a", namespace: "b" };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata,
    spec: { selector, template, ...spec },
  };
}

/** The compiler judges these: an expected error that it does not find fails the type check. */
suite("objects are typed", () => {
  test("as Kubernetes has them", () => {
    const service: Service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "a" },
      spec: { ports: [{ port: 80, targetPort: "http" }], type: "ClusterIP" },
    };
    const set: StatefulSet = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "a" },
      spec: {
        selector,
        template,
        volumeClaimTemplates: [
          { metadata: { name: "data" }, spec: { resources: { requests: { storage: "1Gi" } } } },
        ],
      },
    };
    const rule: PrometheusRule = {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: { name: "a" },
      spec: { groups: [{ name: "g", rules: [{ alert: "A", expr: 1 }] }] },
    };
    const certificate: Certificate = {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: "a" },
      spec: { secretName: "s", issuerRef: { name: "i" }, dnsNames: ["a.example"] },
    };
    const objects: KubernetesObject[] = [service, set, rule, certificate, deployment()];
    const loose: AnyObject[] = objects;
    assert.equal(loose.length, 5);
  });

  test("so that mistakes do not compile", () => {
    // @ts-expect-error a misspelt field
    deployment({ replica: 1 });
    // @ts-expect-error a text where a number belongs
    deployment({ replicas: "1" });
    // @ts-expect-error a value that the server does not know
    deployment({ strategy: { type: "Rolling" } });
    // @ts-expect-error a container without a name
    deployment({ template: { spec: { containers: [{ image: "a" }] } } });
    // @ts-expect-error the wrong version
    const version: Deployment["apiVersion"] = "apps/v1beta1";
    // @ts-expect-error a kind that does not exist
    type Missing = Kinds["Deploymnet"];
    // @ts-expect-error people do not write the status
    const status = (object: Deployment) => object.status;
    // @ts-expect-error a Deployment without a spec
    const empty: Deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: {} };
    assert.ok([version, status, empty] as (unknown | Missing)[]);
  });

  test("so that a patch knows its kind", () => {
    const patch = <K extends keyof Kinds>(_kind: K, change: (object: Kinds[K]) => void) => change;
    const change = patch("Deployment", (object) => {
      object.spec.template.spec!.containers[0]!.image = "a:1";
    });
    const changed = deployment();
    change(changed);
    assert.equal(changed.spec.template.spec?.containers[0]?.image, "a:1");
  });
});

test("every kind that has a type is a known kind of that version", async () => {
  const index = await readFile(join(folder, "index.ts"), "utf8");
  const entries = [...index.matchAll(/^ {2}(\w+): (\w+)\.(\w+);$/gm)];
  assert.ok(entries.length > 120, `${entries.length} kinds`);
  const modules = [...index.matchAll(/^import type \* as (\w+) from "\.\/(.+)";$/gm)];
  const files = new Map(modules.map(([, name, file]) => [name!, file!]));
  for (const [, , module, type] of entries) {
    const text = await readFile(join(folder, files.get(module!)!), "utf8");
    const body = text.slice(text.indexOf(`export type ${type} = {`));
    const apiVersion = body.match(/apiVersion: "([^"]+)"/)?.[1];
    const kind = body.match(/kind: "([^"]+)"/)?.[1];
    assert.ok(findKind(apiVersion!, kind!), `${type}: ${apiVersion} ${kind}`);
    assert.ok(schemaAt(schemaOf(apiVersion!, kind!)!, "metadata.labels"), `${type}: metadata`);
  }
});
