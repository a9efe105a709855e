import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { kinds } from "../../src/kubernetes/kinds.ts";
import {
  listKeys,
  minorsWith,
  parsePath,
  type Schema,
  schemaAt,
  schemaOf,
} from "../../src/kubernetes/schema.ts";
import { NEWEST_MINOR, OLDEST_MINOR } from "../../src/kubernetes/versions.ts";

function at(apiVersion: string, kind: string, path: string, minor?: number): Schema {
  const schema = schemaOf(apiVersion, kind, minor);
  assert.ok(schema, `${apiVersion} ${kind} is known`);
  const found = schemaAt(schema, path);
  assert.ok(found, `${kind} has ${path}`);
  return found;
}

function isRequired(apiVersion: string, kind: string, path: string, minor?: number): boolean {
  const steps = parsePath(path);
  const root = schemaOf(apiVersion, kind, minor);
  const holder = root && schemaAt(root, steps.slice(0, -1));
  const field = holder?.fields.get(String(steps.at(-1)));
  assert.ok(field, `${kind} has ${path}`);
  return field.required;
}

const CONTAINERS = "spec.template.spec.containers";

suite("a kind's fields", () => {
  test("are required as the API says", () => {
    assert.equal(isRequired("apps/v1", "Deployment", "spec.selector"), true);
    assert.equal(isRequired("apps/v1", "Deployment", "spec.replicas"), false);
    assert.equal(isRequired("v1", "Service", "spec.ports[].port"), true);
    assert.equal(isRequired("cert-manager.io/v1", "Certificate", "spec.issuerRef"), true);
    assert.equal(isRequired("cert-manager.io/v1", "Certificate", "spec.dnsNames"), false);
  });

  test("have the types of the API", () => {
    assert.equal(at("apps/v1", "Deployment", "spec.replicas").type, "int32");
    assert.equal(at("apps/v1", "Deployment", "spec.template").name, "PodTemplateSpec");
    assert.equal(at("v1", "Service", "spec.ports[].targetPort").type, "intOrString");
    assert.equal(at("v1", "Secret", "data.key").type, "bytes");
    assert.equal(at("v1", "ConfigMap", "data.key").type, "string");
    const limit = `${CONTAINERS}[].resources.limits.cpu`;
    assert.equal(at("apps/v1", "Deployment", limit).type, "quantity");
    assert.equal(at("v1", "PersistentVolumeClaim", "metadata.creationTimestamp").type, "dateTime");
  });

  test("that do not exist lead nowhere", () => {
    const deployment = schemaOf("apps/v1", "Deployment")!;
    assert.equal(schemaAt(deployment, "spec.replica"), undefined);
    assert.equal(schemaAt(deployment, "spec.template.spec.containers[].imagePolicy"), undefined);
    assert.equal(schemaAt(deployment, "spec.replicas.count"), undefined);
    assert.equal(schemaAt(deployment, "constructor"), undefined);
  });

  test("carry the server's enums", () => {
    const policy = at("v1", "Pod", "spec.containers[].imagePullPolicy");
    assert.deepEqual(policy.rules.enum, ["Always", "IfNotPresent", "Never"]);
    const modes = at("v1", "PersistentVolumeClaim", "spec.accessModes");
    assert.ok(modes.items?.rules.enum?.includes("ReadWriteOncePod"));
    assert.ok(!modes.items?.rules.enum?.includes("ReadWrite"));
  });

  test("know how lists merge", () => {
    const containers = at("apps/v1", "Deployment", CONTAINERS);
    assert.deepEqual(listKeys(containers), ["name"]);
    assert.equal(containers.rules.patchMergeKey, "name");
    assert.equal(containers.rules.patchStrategy, "merge");
    const ports = at("apps/v1", "Deployment", `${CONTAINERS}[].ports`);
    assert.deepEqual(listKeys(ports), ["containerPort", "protocol"]);
    assert.equal(ports.rules.patchMergeKey, "containerPort", "a strategic merge has one key only");
    assert.equal(listKeys(at("apps/v1", "Deployment", `${CONTAINERS}[].args`)), undefined);
    assert.equal(at("v1", "Pod", "spec.nodeSelector").rules.mapType, "atomic");
    assert.equal(at("apps/v1", "Deployment", "spec.strategy").rules.patchStrategy, "retainKeys");
  });

  test("are marked where they are deprecated", () => {
    const spec = at("v1", "Pod", "spec");
    assert.equal(spec.fields.get("serviceAccount")?.deprecated, true);
    assert.equal(spec.fields.get("serviceAccountName")?.deprecated, false);
    assert.equal(at("v1", "Service", "spec").fields.get("loadBalancerIP")?.deprecated, true);
  });

  test("of a recursive type can be followed as deep as one likes", () => {
    const schema = at(
      "apiextensions.k8s.io/v1",
      "CustomResourceDefinition",
      "spec.versions[].schema.openAPIV3Schema.properties.a.properties.b.type",
    );
    assert.equal(schema.type, "string");
  });
});

// Sources: the change logs of the minors.
suite("over the minors", () => {
  test("fields come", () => {
    assert.deepEqual(minorsWith("v1", "Pod", "spec.hostnameOverride"), [34, 35, 36]);
    assert.deepEqual(minorsWith("v1", "Pod", "spec.resources"), [32, 33, 34, 35, 36]);
    const gangScheduling = schemaAt(schemaOf("v1", "Pod", 35)!, "spec.schedulingGroup");
    assert.equal(gangScheduling, undefined);
  });

  test("fields go", () => {
    assert.deepEqual(minorsWith("v1", "Pod", "spec.workloadRef"), [35]);
  });

  test("fields stop being required", () => {
    assert.equal(isRequired("apps/v1", "StatefulSet", "spec.serviceName", 32), true);
    assert.equal(isRequired("apps/v1", "StatefulSet", "spec.serviceName", 33), false);
  });

  test("nothing is said of minors that are not known", () => {
    assert.equal(schemaOf("apps/v1", "Deployment", OLDEST_MINOR - 1), undefined);
    assert.equal(schemaOf("apps/v1", "Deployment", NEWEST_MINOR + 1), undefined);
    assert.equal(schemaOf("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", 32), undefined);
    assert.ok(schemaOf("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", 31));
  });
});

suite("a custom resource", () => {
  test("keeps the rules of its definition", () => {
    const algorithm = at("cert-manager.io/v1", "Certificate", "spec.privateKey.algorithm");
    assert.deepEqual(algorithm.rules.enum, ["RSA", "ECDSA", "Ed25519"]);
    const host = at("gateway.networking.k8s.io/v1", "HTTPRoute", "spec.hostnames[]");
    assert.equal(host.rules.maxLength, 253);
    assert.match("a.example.com", new RegExp(host.rules.pattern!));
    assert.doesNotMatch("under_score", new RegExp(host.rules.pattern!));
    const listeners = at("gateway.networking.k8s.io/v1", "Gateway", "spec.listeners");
    assert.deepEqual(listKeys(listeners), ["name"]);
    assert.ok(listeners.rules.validations?.some(({ rule }) => rule.includes("self.all")));
  });

  test("has the metadata of every object", () => {
    const owner = "metadata.ownerReferences[].uid";
    assert.equal(at("monitoring.coreos.com/v1", "ServiceMonitor", owner).type, "string");
  });

  test("of an unserved version is not known", () => {
    assert.equal(schemaOf("external-secrets.io/v1beta1", "ExternalSecret"), undefined);
    assert.ok(schemaOf("external-secrets.io/v1", "ExternalSecret"));
  });
});

test("every kind can be followed to its end in every minor", () => {
  const walk = (schema: Schema, above: ReadonlySet<string>): number => {
    if (schema.typeName && above.has(schema.typeName)) return 1;
    const within = schema.typeName ? new Set([...above, schema.typeName]) : above;
    const parts = [...schema.fields.values(), schema.items, schema.values];
    return parts.reduce((sum, part) => (part ? sum + walk(part, within) : sum), 1);
  };
  let nodes = 0;
  for (const { apiVersion, kind, since, until } of kinds()) {
    for (const minor of new Set([since, until])) {
      nodes += walk(schemaOf(apiVersion, kind, minor)!, new Set());
    }
  }
  assert.ok(nodes > 50_000, `${nodes} fields were seen`);
});

test("paths are read as people write them", () => {
  assert.deepEqual(parsePath("spec.containers[0].image"), ["spec", "containers", 0, "image"]);
  assert.deepEqual(parsePath("spec.containers[].ports[*]"), ["spec", "containers", 0, "ports", 0]);
  assert.deepEqual(parsePath('metadata.labels["app.kubernetes.io/name"]'), [
    "metadata",
    "labels",
    "app.kubernetes.io/name",
  ]);
});
