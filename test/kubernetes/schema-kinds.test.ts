import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  findKind,
  isNamespaced,
  kinds,
  kindsCalled,
  servedIn,
  versionsOf,
} from "../../src/kubernetes/kinds.ts";
import { removedIn } from "../../src/kubernetes/removals.ts";
import { minorOf } from "../../src/kubernetes/versions.ts";

const named = (word: string) =>
  kindsCalled(word).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);

suite("kinds", () => {
  test("are found by version and name, and nothing else is", () => {
    const deployment = findKind("apps/v1", "Deployment");
    assert.equal(deployment?.plural, "deployments");
    assert.deepEqual(deployment?.subresources, ["scale", "status"]);
    assert.equal(findKind("v1", "Deployment"), undefined);
    assert.equal(findKind("apps/v1", "deployment"), undefined);
    assert.equal(findKind("apps/v1", "constructor"), undefined);
    assert.equal(findKind("", ""), undefined);
  });

  test("are found by the words of kubectl", () => {
    assert.deepEqual(named("svc"), ["v1 Service"]);
    assert.deepEqual(named("deploy"), ["apps/v1 Deployment"]);
    assert.deepEqual(named("HPA"), ["autoscaling/v2 HorizontalPodAutoscaler"]);
    assert.deepEqual(named("certificates.cert-manager.io"), ["cert-manager.io/v1 Certificate"]);
    assert.deepEqual(named("nonsense"), []);
  });

  test("say whether they live in a namespace", () => {
    assert.equal(isNamespaced("v1", "Namespace"), false);
    assert.equal(isNamespaced("v1", "Secret"), true);
    assert.equal(isNamespaced("cert-manager.io/v1", "Certificate"), true);
    assert.equal(isNamespaced("cert-manager.io/v1", "ClusterIssuer"), false);
    assert.equal(isNamespaced("example.com/v1", "Unknown"), undefined);
  });

  test("of operators say whose they are", () => {
    const operators = new Set(kinds().flatMap(({ operator }) => operator ?? []));
    assert.equal(operators.size, 14);
    assert.equal(
      findKind("monitoring.coreos.com/v1", "ServiceMonitor")?.operator,
      "prometheus-operator",
    );
    assert.equal(findKind("apps/v1", "Deployment")?.operator, undefined);
  });

  test("have their versions in the order in which Kubernetes prefers them", () => {
    const versions = versionsOf("resource.k8s.io", "ResourceClaim").map(({ version }) => version);
    assert.deepEqual(versions, ["v1", "v1beta2", "v1beta1", "v1alpha3"]);
  });
});

// Sources: the deprecation guide and the change logs.
suite("over the minors", () => {
  test("versions come and go", () => {
    const served = (minor: number, optIn: boolean) =>
      servedIn(minor, { optIn }).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
    assert.ok(served(31, false).includes("flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema"));
    assert.ok(!served(32, true).includes("flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema"));
    assert.ok(!served(33, true).includes("resource.k8s.io/v1 ResourceClaim"));
    assert.ok(served(34, false).includes("resource.k8s.io/v1 ResourceClaim"));
  });

  test("alpha and new beta versions are served only when asked for", () => {
    const isServed = (optIn: boolean) =>
      servedIn(36, { optIn }).some(({ apiVersion }) => apiVersion === "scheduling.k8s.io/v1alpha2");
    assert.equal(isServed(false), false);
    assert.equal(isServed(true), true);
    assert.equal(findKind("autoscaling/v2", "HorizontalPodAutoscaler")?.optIn, false);
  });

  test("deprecations are known", () => {
    assert.equal(findKind("v1", "Endpoints")?.deprecated, 33);
    assert.equal(findKind("v1", "Service")?.deprecated, undefined);
  });

  for (const [apiVersion, kind, minor, replacement] of [
    ["policy/v1beta1", "PodSecurityPolicy", 25, undefined],
    ["policy/v1beta1", "PodDisruptionBudget", 25, "policy/v1"],
    ["extensions/v1beta1", "Ingress", 22, "networking.k8s.io/v1"],
    ["networking.k8s.io/v1beta1", "IngressClass", 22, "networking.k8s.io/v1"],
    ["extensions/v1beta1", "Deployment", 16, "apps/v1"],
    ["batch/v1beta1", "CronJob", 25, "batch/v1"],
    ["autoscaling/v2beta2", "HorizontalPodAutoscaler", 26, "autoscaling/v2"],
    ["apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 22, "apiextensions.k8s.io/v1"],
    ["rbac.authorization.k8s.io/v1beta1", "Role", 22, "rbac.authorization.k8s.io/v1"],
    ["flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", 32, "flowcontrol.apiserver.k8s.io/v1"],
    ["resource.k8s.io/v1alpha3", "ResourceClaim", 34, "resource.k8s.io/v1"],
  ] as const) {
    test(`${apiVersion} ${kind} went in 1.${minor}`, () => {
      const removal = removedIn(apiVersion, kind);
      assert.equal(removal?.minor, minor);
      assert.deepEqual(removal?.replacement, replacement && { apiVersion: replacement, kind });
    });
  }

  test("what stays is not called removed", () => {
    for (const { apiVersion, kind, version, operator } of kinds()) {
      if (operator || /alpha|beta/.test(version)) continue;
      assert.equal(removedIn(apiVersion, kind), undefined, `${apiVersion} ${kind}`);
    }
  });

  test("a version that is said to have gone is not served after it went", () => {
    for (const { apiVersion, kind, until } of kinds()) {
      const removal = removedIn(apiVersion, kind);
      if (removal) assert.ok(until < removal.minor, `${apiVersion} ${kind} is still in 1.${until}`);
    }
  });

  test("a replacement is a kind that is known", () => {
    for (const key of ["policy/v1beta1/PodDisruptionBudget", "storage.k8s.io/v1beta1/CSIDriver"]) {
      const slash = key.lastIndexOf("/");
      const removal = removedIn(key.slice(0, slash), key.slice(slash + 1));
      assert.ok(
        removal?.replacement && findKind(removal.replacement.apiVersion, removal.replacement.kind),
      );
    }
  });
});

test("versions of Kubernetes are read", () => {
  assert.equal(minorOf("1.34"), 34);
  assert.equal(minorOf("v1.36.3"), 36);
  assert.equal(minorOf("v1.33.4-gke.12"), 33);
  assert.equal(minorOf("31"), 31);
  assert.equal(minorOf("1.30"), undefined);
  assert.equal(minorOf("2.34"), undefined);
  assert.equal(minorOf("latest"), undefined);
});
