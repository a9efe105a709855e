import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dangerousCapability } from "../../../src/check/practice/dangerous-capability.ts";
import { hostNetwork } from "../../../src/check/practice/host-network.ts";
import { hostPath } from "../../../src/check/practice/host-path.ts";
import { hostPort } from "../../../src/check/practice/host-port.ts";
import { hostProcesses } from "../../../src/check/practice/host-processes.ts";
import { loosenedIsolation } from "../../../src/check/practice/loosened-isolation.ts";
import { privilegedContainer } from "../../../src/check/practice/privileged-container.ts";
import { runsAsRoot } from "../../../src/check/practice/runs-as-root.ts";
import { runtimeSocket } from "../../../src/check/practice/runtime-socket.ts";
import { sensitiveHostPath } from "../../../src/check/practice/sensitive-host-path.ts";
import { changed, POD } from "../../../src/check/practice/shared/example.ts";
import { unhardenedContainer } from "../../../src/check/practice/unhardened-container.ts";
import { writableRoot } from "../../../src/check/practice/writable-root.ts";
import type { Rule } from "../../../src/check/rule.ts";
import { found } from "./found.ts";

const power: readonly Rule[] = [
  privilegedContainer,
  hostProcesses,
  hostNetwork,
  hostPort,
  runtimeSocket,
  sensitiveHostPath,
  hostPath,
  dangerousCapability,
  loosenedIsolation,
];
const hardening: readonly Rule[] = [unhardenedContainer, runsAsRoot, writableRoot];

const in_ = (namespace: string) => (text: string) =>
  changed(text, "metadata: { name: web,", `metadata: { name: web, namespace: ${namespace},`);
const labelled = (label: string) => (text: string) =>
  `${in_("shop")(text)}---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/${label} } }\n`;

/** The pod as the template of a DaemonSet. */
function daemon(text: string): string {
  const [pod = "", ...more] = text.split("---\n");
  const spec = pod.slice(pod.indexOf("spec:\n")).trimEnd().split("\n").join("\n    ");
  const labels = "{ app.kubernetes.io/name: web }";
  const set = `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: web }\nspec:\n  selector: { matchLabels: ${labels} }\n  template:\n    metadata: { labels: ${labels} }\n    ${spec}\n`;
  return [set, ...more].join("---\n");
}

const reasons: Readonly<Record<string, (text: string) => string>> = {
  "a DaemonSet serves the nodes": daemon,
  "kube-system is the cluster itself": in_("kube-system"),
  "so is what is critical to it": (text) =>
    changed(text, "spec:\n", "spec:\n  priorityClassName: system-node-critical\n"),
  "a namespace may say that it is for such pods": labelled("enforce: privileged"),
  "the layer api tells it where the namespace enforces a level": labelled("enforce: baseline"),
  "or warns of it": labelled("warn: restricted"),
};

for (const rule of power) {
  describe(rule.id, () => {
    it("is told of an ordinary pod", async () => {
      assert.equal((await found(rule, rule.bad)).length, 1);
    });
    for (const [reason, change] of Object.entries(reasons))
      it(`is not told with a reason: ${reason}`, async () => {
        assert.deepEqual(await found(rule, change(rule.bad)), []);
      });
  });
}

for (const rule of hardening) {
  it(`${rule.id} is not asked of what serves the nodes, nor of Windows`, async () => {
    assert.deepEqual(await found(rule, daemon(rule.bad)), []);
    const windows = changed(rule.bad, "spec:\n", "spec:\n  os: { name: windows }\n");
    assert.deepEqual(await found(rule, windows), []);
  });
}

it("what the restricted level tells is not told twice", async () => {
  for (const rule of [unhardenedContainer, runsAsRoot])
    assert.deepEqual(await found(rule, labelled("enforce: restricted")(rule.bad)), []);
});

it("one that is privileged is told for that alone", async () => {
  const bad = privilegedContainer.bad;
  for (const rule of [dangerousCapability, unhardenedContainer, writableRoot])
    assert.deepEqual(await found(rule, changed(bad, "drop: [ALL]", "add: [SYS_ADMIN]")), []);
});

it("root is nobody in a pod with users of its own, and a number is a user", async () => {
  const root = runsAsRoot.bad;
  assert.deepEqual(await found(runsAsRoot, root), [
    "nothing keeps container web from running as root",
  ]);
  assert.deepEqual(
    await found(runsAsRoot, changed(root, "seccompProfile", "runAsUser: 0, seccompProfile")),
    ["the container web runs as root"],
  );
  assert.deepEqual(
    await found(runsAsRoot, changed(root, "seccompProfile", "runAsUser: 1000, seccompProfile")),
    [],
  );
  assert.deepEqual(
    await found(runsAsRoot, changed(root, "spec:\n", "spec:\n  hostUsers: false\n")),
    [],
  );
});

it("NET_ADMIN harms the pod's own network alone", async () => {
  const text = changed(POD, "drop: [ALL]", "drop: [ALL], add: [NET_ADMIN, CAP_CHOWN]");
  assert.deepEqual(await found(dangerousCapability, text), []);
});

it("a path of the node is as bad as what can be done with it", async () => {
  const mounting = (path: string, readOnly: boolean) =>
    `${POD}      volumeMounts: [{ name: a, mountPath: /a, readOnly: ${readOnly} }]\n  volumes: [{ name: a, hostPath: { path: ${path} } }]\n`;
  const rulesFor = async (path: string, readOnly: boolean) => {
    const text = mounting(path, readOnly);
    const told = await Promise.all(
      [runtimeSocket, sensitiveHostPath, hostPath].map(async (rule) =>
        (await found(rule, text)).length > 0 ? [rule.id] : [],
      ),
    );
    return told.flat();
  };
  assert.deepEqual(await rulesFor("/run/containerd/containerd.sock", true), ["runtime-socket"]);
  assert.deepEqual(await rulesFor("/", false), ["sensitive-host-path"]);
  assert.deepEqual(await rulesFor("/etc/", false), ["sensitive-host-path"]);
  assert.deepEqual(await rulesFor("/etc", true), ["host-path"]);
  assert.deepEqual(await rulesFor("/srv/data", false), ["host-path"]);
  assert.deepEqual(await rulesFor("/dev/dri", false), ["host-path"]);
  assert.deepEqual(await rulesFor("/etc/localtime", true), []);
  assert.deepEqual(await rulesFor("/lib/modules", true), []);
  assert.deepEqual(await rulesFor("/var/lib/kubelet/plugins", false), []);
});

it("unsafe sysctls are told, safe ones are not", async () => {
  const sysctl = (name: string) =>
    changed(
      POD,
      "runAsNonRoot: true",
      `sysctls: [{ name: ${name}, value: "1" }], runAsNonRoot: true`,
    );
  assert.equal((await found(loosenedIsolation, sysctl("kernel.msgmax"))).length, 1);
  assert.deepEqual(await found(loosenedIsolation, sysctl("net.ipv4.tcp_syncookies")), []);
});
