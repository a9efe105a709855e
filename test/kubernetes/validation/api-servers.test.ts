import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

function object(apiVersion: string, kind: string, name: string, spec: Fields): Judged {
  return { apiVersion, kind, metadata: { name }, spec } as Judged;
}

const flow = "flowcontrol.apiserver.k8s.io/v1";
const schema = (spec: Fields, name = "mine") =>
  object(flow, "FlowSchema", name, { priorityLevelConfiguration: { name: "mine" }, ...spec });
const level = (limited: Fields, name = "mine", version = flow) =>
  object(version, "PriorityLevelConfiguration", name, { type: "Limited", limited });
const service = (name: string, spec: Fields) =>
  object("apiregistration.k8s.io/v1", "APIService", name, {
    group: "example.com",
    version: "v1",
    groupPriorityMinimum: 1000,
    versionPriority: 10,
    ...spec,
  });
const migration = (version: string, resource: Fields) =>
  object(`storagemigration.k8s.io/${version}`, "StorageVersionMigration", "mine", { resource });

suite("objects of the API server itself", () => {
  test("a FlowSchema says whose requests it takes", async () => {
    const resourceRules = [{ verbs: ["read"], apiGroups: [""], resources: ["pods"] }];
    const subjects = [{ kind: "User", group: { name: "developers" } }];
    const at = "spec.rules[0]";
    assert.deepEqual(await refusals(schema({ rules: [{ subjects, resourceRules }] })), [
      `${at}.subjects[0].group: is not for a subject of kind User; user`,
      `${at}.subjects[0].user: must be given for a subject of kind User`,
      `${at}.resourceRules[0].verbs[0]: "read" is none of *, create, delete, deletecollection, get, list, patch, proxy, update, watch`,
      `${at}.resourceRules[0].namespaces: must have at least one item, or clusterScope must be true; ["*"]`,
    ]);
  });

  test("what Kubernetes needs for itself stays as it is", async () => {
    assert.deepEqual(await refusals(schema({ matchingPrecedence: 1 })), [
      "spec.matchingPrecedence: 1 is for the FlowSchema exempt alone; 2 or more",
    ]);
    const reject = { nominalConcurrencyShares: 5, limitResponse: { type: "Reject" } };
    assert.deepEqual(await refusals(level(reject, "catch-all")), []);
    const more = { ...reject, nominalConcurrencyShares: 6 };
    assert.deepEqual(await refusals(level(more, "catch-all")), [
      "spec: of the priority level catch-all is Kubernetes' own; one of another name",
    ]);
  });

  test("queues are dealt from the bits of a hash", async () => {
    const queueing = (queuing: Fields) => level({ limitResponse: { type: "Queue", queuing } });
    const at = "spec.limited.limitResponse.queuing.handSize";
    assert.deepEqual(await refusals(queueing({ queues: 128, handSize: 8 })), []);
    assert.deepEqual(await refusals(queueing({ queues: 128, handSize: 9 })), [
      `${at}: 9 of 128 queues cannot be dealt from 60 bits; at most 8`,
    ]);
    assert.deepEqual(await refusals(queueing({ queues: 4 })), [
      `${at}: 8 is more than there are queues`,
    ]);
  });

  test("v1beta3, which 1.31 serves, has the rules of v1", async () => {
    const beta = "flowcontrol.apiserver.k8s.io/v1beta3";
    const reject = { limitResponse: { type: "Reject" } };
    assert.deepEqual(await refusals(level(reject, "mine", beta), 31), []);
    const queue = { limitResponse: { type: "Queue", queuing: { queues: 4 } } };
    assert.equal((await refusals(level(queue, "mine", beta), 31)).length, 1);
  });

  test("an APIService is named after its version and group", async () => {
    assert.deepEqual(await refusals(service("v1.example.com", {})), []);
    assert.deepEqual(await refusals(service("example", { versionPriority: 0 })), [
      'metadata.name: must be the version, a dot and the group; "v1.example.com"',
      "spec.versionPriority: 0 is not between 1 and 1000",
    ]);
    const spec = { caBundle: "YQ==", insecureSkipTLSVerify: true, service: { name: "a" } };
    assert.deepEqual(await refusals(service("v1.example.com", spec)), [
      "spec.service.namespace: must be given",
      "spec.insecureSkipTLSVerify: contradicts caBundle, which is there to verify with; false",
    ]);
  });

  test("a migration names a resource, and a version up to 1.34", async () => {
    const pods = { resource: "pods" };
    assert.deepEqual(await refusals(migration("v1beta1", pods)), []);
    assert.deepEqual(await refusals(migration("v1alpha1", pods), 34), [
      "spec.resource.version: must be given",
    ]);
    const [line = ""] = await refusalsOfUpdate(
      migration("v1beta1", { resource: "secrets" }),
      migration("v1beta1", pods),
    );
    assert.match(line, /^spec: cannot be changed/);
  });

  test("a StorageVersion is named after a group and a resource", async () => {
    const named = (name: string) =>
      object("internal.apiserver.k8s.io/v1alpha1", "StorageVersion", name, {});
    assert.deepEqual(await refusals(named("apps.deployments")), []);
    const [line = ""] = await refusals(named("deployments"));
    assert.match(line, /^metadata\.name: "deployments" must be a group, a dot and a resource/);
  });
});
