import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate, warnings } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

function object(kind: string, spec: Fields, metadata: Fields = {}): Judged {
  return { apiVersion: "v1", kind, metadata: { name: "mine", ...metadata }, spec } as Judged;
}

const quota = (hard: Fields, more: Fields = {}) => object("ResourceQuota", { hard, ...more });
const limits = (...items: Fields[]) => object("LimitRange", { limits: items });

suite("namespaces and their limits", () => {
  const mistakes: readonly (readonly [what: string, Judged, says: string])[] = [
    [
      "a level of security that is none",
      object("Namespace", {}, { labels: { "pod-security.kubernetes.io/enforce": "strict" } }),
      'metadata.labels[pod-security.kubernetes.io/enforce]: "strict" is none of privileged, baseline, restricted',
    ],
    [
      "a version without its letter",
      object("Namespace", {}, { labels: { "pod-security.kubernetes.io/warn-version": "1.31" } }),
      'metadata.labels[pod-security.kubernetes.io/warn-version]: "1.31" is neither "latest" nor a version such as "v1.36"',
    ],
    [
      "a quota of a kind",
      quota({ deployments: "3" }),
      'spec.hard[deployments]: "deployments" is nothing that a quota limits: write requests.cpu, limits.memory, pods, or "count/" and a resource, such as "count/deployments.apps"',
    ],
    [
      "half a pod",
      quota({ pods: "1.5" }),
      "spec.hard[pods]: 1.5 is a part of one, and pods only comes in whole pieces",
    ],
    [
      "a scope that does not go with what is limited",
      quota({ "requests.cpu": "1" }, { scopes: ["BestEffort"] }),
      "spec.scopes[0]: the scope BestEffort does not go with requests.cpu: it limits pods",
    ],
    [
      "both of two that exclude each other",
      quota({ pods: "1" }, { scopes: ["Terminating", "NotTerminating"] }),
      "spec.scopes: Terminating and NotTerminating together fit no pod: keep one of the two",
    ],
    [
      "a least amount above the most",
      limits({ type: "Container", min: { cpu: "2" }, max: { cpu: "1" } }),
      "spec.limits[0].min[cpu]: min, 2, is above max, 1",
    ],
    [
      "defaults of a pod",
      limits({ type: "Pod", default: { cpu: "1" } }),
      "spec.limits[0].default: defaults are for containers; type: Container",
    ],
    [
      "a ratio that nothing fits",
      limits({ type: "Pod", maxLimitRequestRatio: { cpu: "500m" } }),
      "spec.limits[0].maxLimitRequestRatio[cpu]: a ratio below 1 fits nothing; 1",
    ],
  ];
  for (const [what, mistaken, says] of mistakes)
    test(`${what}: says what to write`, async () => {
      assert.equal((await refusals(mistaken))[0], says);
    });

  test("requests above limits are warned of since 1.35", async () => {
    const upside = quota({ "requests.cpu": "4", "limits.cpu": "2" });
    assert.equal((await warnings(upside)).length, 1);
    assert.deepEqual(await warnings(upside, 34), []);
    assert.deepEqual(await warnings(quota({ cpu: "2", "limits.cpu": "2" })), []);
  });

  test("the scopes of a quota stay, in any order", async () => {
    const scoped = (...scopes: string[]) => quota({ pods: "1" }, { scopes });
    const old = scoped("Terminating", "NotBestEffort");
    assert.deepEqual(await refusalsOfUpdate(scoped("NotBestEffort", "Terminating"), old), []);
    assert.equal((await refusalsOfUpdate(scoped("Terminating"), old)).length, 1);
  });

  test("a node keeps the ranges it was given", async () => {
    const node = (podCIDRs: string[], providerID = "") => object("Node", { podCIDRs, providerID });
    const old = node(["10.244.1.0/24"], "cloud://1");
    assert.deepEqual(await refusalsOfUpdate(node(["10.244.1.0/24"], "cloud://1"), old), []);
    assert.equal((await refusalsOfUpdate(node(["10.244.2.0/24"], "cloud://2"), old)).length, 2);
    assert.deepEqual(await refusalsOfUpdate(old, node([])), []);
  });
});
