import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { applyAll } from "./apply.ts";
import { KUBERNETES_VERSION } from "./build.ts";
import { container, type Loose, namespace, pod, read } from "./fixtures.ts";
import { pathOf } from "./resources.ts";
import { sharedControlPlane } from "./shared.ts";
import { verdicts } from "./verdicts.ts";
import { waitUntil } from "./wait.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "control-plane";

describe("the control plane", { skip: missing }, () => {
  test("is the Kubernetes it says it is, with nodes in zones and the real kubectl", async () => {
    const { body } = await plane!.request("GET", "/version");
    assert.equal((body as { gitVersion: string }).gitVersion, KUBERNETES_VERSION);
    const { stdout } = await plane!.kubectl(["version"]);
    assert.match(stdout, new RegExp(`Client Version: ${KUBERNETES_VERSION}`));
    assert.match(stdout, new RegExp(`Server Version: ${KUBERNETES_VERSION}`));
    const labels =
      '{range .items[*]}{.metadata.labels.topology\\.kubernetes\\.io/zone}{"\\n"}{end}';
    const nodes = await plane!.kubectl(["get", "nodes", "-o", `jsonpath=${labels}`]);
    const zones = nodes.stdout.trim().split("\n");
    assert.ok(zones.length >= 4);
    assert.deepEqual([...new Set(zones)].sort(), ["region-1a", "region-1b", "region-1c"]);
  });

  test("takes objects from kubectl's standard input", async () => {
    const yaml = `{apiVersion: v1, kind: Namespace, metadata: {name: ${ns}-stdin}}`;
    const applied = await plane!.kubectl(["apply", "-f", "-"], { stdin: yaml });
    assert.equal(applied.stdout, `namespace/${ns}-stdin created\n`, applied.stderr);
    assert.equal((await plane!.kubectl(["get", "nothing"])).code, 1);
  });

  test("serves the custom resources of the bundled operators", async () => {
    const { stdout } = await plane!.kubectl(["get", "crd", "-o", "name"]);
    for (const name of [
      "certificates.cert-manager.io",
      "clusters.postgresql.cnpg.io",
      "constrainttemplates.templates.gatekeeper.sh",
      "externalsecrets.external-secrets.io",
      "httproutes.gateway.networking.k8s.io",
      "prometheusrules.monitoring.coreos.com",
      "rollouts.argoproj.io",
      "sealedsecrets.bitnami.com",
      "servicemonitors.monitoring.coreos.com",
      "verticalpodautoscalers.autoscaling.k8s.io",
      "canaries.flagger.app",
    ]) {
      assert.ok(stdout.includes(`/${name}\n`), name);
    }
  });

  test("gives verdicts: accepted, warned about, refused with a reason, unknown", async () => {
    const fine = pod(ns, "fine");
    const [accepted, unknownField, refused, unknownKind, warned] = await verdicts(plane!, [
      fine,
      pod(ns, "typo", { containers: [container({ imagePullPolcy: "Always" })] }),
      pod(ns, "policy", { containers: [container({ imagePullPolicy: "Sometimes" })] }),
      { apiVersion: "apps/v1beta1", kind: "Deployment", metadata: { namespace: ns, name: "old" } },
      pod(ns, "warned", {}, { "seccomp.security.alpha.kubernetes.io/pod": "runtime/default" }),
    ]);
    assert.deepEqual(accepted, { accepted: true, status: 200 });
    assert.equal(unknownField?.accepted, false);
    assert.match(unknownField?.message ?? "", /imagePullPolcy/);
    assert.equal(refused?.status, 422);
    assert.match(refused?.message ?? "", /Unsupported value: "Sometimes"/);
    assert.equal(unknownKind?.status, 404);
    assert.match(warned?.warnings?.join() ?? "", /seccomp/);
    const path = (await pathOf(plane!, fine))!;
    assert.equal((await plane!.request("GET", path)).status, 404, "a dry run keeps nothing");
  });

  test("admits by Pod Security, quota, limits and validating policies", async () => {
    const own = `${ns}-admission`;
    const restricted = `${ns}-restricted`;
    const quota = { pods: "1", "requests.cpu": "1" };
    const limits = [{ type: "Container", defaultRequest: { cpu: "600m" } }];
    await applyAll(plane!, [
      namespace(own),
      namespace(restricted, { "pod-security.kubernetes.io/enforce": "restricted" }),
      object("v1", "ResourceQuota", own, { hard: quota }),
      object("v1", "LimitRange", own, { limits }),
    ]);
    // Admission knows a quota once its controller has counted what is there.
    await waitUntil("the quota to be in force", async () => {
      const counted = await read<{ status?: { hard?: object } }>(
        plane!,
        object("v1", "ResourceQuota", own, {}),
      );
      return counted.status?.hard ? undefined : "not counted yet";
    });
    const first = pod(own, "first");
    await applyAll(plane!, [first]);
    const { spec } = await read<{ spec: { containers: { resources: object }[] } }>(plane!, first);
    assert.deepEqual(spec.containers[0]?.resources, { requests: { cpu: "600m" } });
    await waitUntil("a second pod to be refused", async () => {
      const second = pod(own, "second");
      const path = `/api/v1/namespaces/${own}/pods?dryRun=All`;
      const { body } = await plane!.request("POST", path, second);
      return /exceeded quota: rules/.test(JSON.stringify(body)) ? undefined : "it was taken";
    });
    await assert.rejects(
      applyAll(plane!, [pod(restricted, "loose")]),
      /violates PodSecurity "restricted:latest"/,
    );

    const rule = "admissionregistration.k8s.io/v1";
    const matchConstraints = {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": own } },
      resourceRules: [
        { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] },
      ],
    };
    const validations = [{ expression: "object.metadata.name != 'evil'", message: "not evil" }];
    const binding = { policyName: `${ns}-rules`, validationActions: ["Deny"] };
    await applyAll(plane!, [
      {
        apiVersion: rule,
        kind: "ValidatingAdmissionPolicy",
        metadata: { name: `${ns}-rules` },
        spec: { matchConstraints, validations },
      } as Loose,
      {
        apiVersion: rule,
        kind: "ValidatingAdmissionPolicyBinding",
        metadata: { name: `${ns}-rules` },
        spec: binding,
      } as Loose,
    ]);
    const evil = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { namespace: own, name: "evil" },
    };
    await waitUntil("the policy to refuse", async () => {
      const [answer] = await verdicts(plane!, [evil]);
      return /not evil/.test(answer?.message ?? "") ? undefined : JSON.stringify(answer);
    });
  });

  test("authorizes by RBAC", async () => {
    const as = ["--as=system:serviceaccount:default:nobody"];
    const asked = await plane!.kubectl(["auth", "can-i", "list", "secrets", ...as]);
    assert.equal(asked.stdout.trim(), "no");
    const admin = await plane!.kubectl(["auth", "can-i", "list", "secrets"]);
    assert.equal(admin.stdout.trim(), "yes");
  });
});

function object(apiVersion: string, kind: string, namespace: string, spec: object): Loose {
  return { apiVersion, kind, metadata: { namespace, name: "rules" }, spec };
}
