import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { Cluster } from "../../src/kubernetes/types/index.ts";
import { recorded } from "../render/cloudnative-pg/operator.ts";
import { inMode, type Mode, modes } from "../render/store-modes.ts";
import { applyAll } from "./apply.ts";
import { claim, type Loose, read, secret } from "./fixtures.ts";
import { allPodsReady } from "./pods.ts";
import type { Resource } from "./resources.ts";
import { sharedControlPlane } from "./shared.ts";
import { complaints, verdicts } from "./verdicts.ts";

const { plane, missing } = await sharedControlPlane();

const namespaceOf = (mode: Mode): string =>
  inMode(mode).all.find(({ kind }) => kind === "Namespace")?.metadata.name ?? "";
const objectsOf = (mode: Mode) => inMode(mode).all as unknown as readonly Resource[];
const login = (namespace: string) =>
  secret(namespace, "login", { USER: "a", PASSWORD: "b", DATABASE_URL: "c", CACHE_URL: "d" });
const given = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "modes-fast" },
  provisioner: "ebs.csi.aws.com",
  volumeBindingMode: "WaitForFirstConsumer",
} as Loose;

/** What the operator would make of the Cluster, by its own code: the pods, and what they ask for. */
function madeByOperator(): { asked: Loose[]; pods: Loose[] } {
  const namespace = namespaceOf("operator");
  const {
    instance,
    jobs,
    secret: app,
    account,
  } = recorded(inMode("operator").get("Cluster", "db"));
  const named = (pod: object, name: string) => {
    const { metadata, ...rest } = pod as Loose;
    const identity = { apiVersion: "v1", kind: "Pod" };
    return { ...identity, ...rest, metadata: { ...metadata, name, namespace } } as Loose;
  };
  const owner = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: account, namespace },
  };
  return {
    asked: [
      secret(namespace, app.name, app.data),
      owner as Loose,
      claim(namespace, "db-1", "modes-fast", "ReadWriteOnce"),
    ],
    pods: [named(instance, "db-1"), ...jobs.map((pod, index) => named(pod, `db-job-${index}`))],
  };
}

describe("the ways to have a data store, on a real control plane", { skip: missing }, () => {
  before(() => applyAll(plane!, [given]));

  for (const mode of modes)
    test(`${mode}: everything is accepted, without a warning`, async () => {
      const objects = objectsOf(mode);
      assert.deepEqual(complaints(objects, await verdicts(plane!, objects)), []);
    });

  test("the server does refuse, and it does warn", async () => {
    const [cluster] = objectsOf("operator").filter(({ kind }) => kind === "Cluster");
    const { spec } = cluster as unknown as Cluster;
    const wrong = [
      { ...cluster, spec: { ...spec, instances: 0 } },
      { ...cluster, spec: { ...spec, instanses: 3 } },
    ] as unknown as Resource[];
    assert.equal(complaints(wrong, await verdicts(plane!, wrong)).length, 2);
  });

  test("every pod becomes ready; a member of the cache has its own claim", async () => {
    const plain = modes.filter((mode) => mode !== "operator");
    await applyAll(plane!, plain.flatMap(objectsOf));
    await applyAll(
      plane!,
      plain.map((mode) => login(namespaceOf(mode))),
    );
    await allPodsReady(plane!, plain.map(namespaceOf));
    const own = claim(namespaceOf("statefulSet"), "cache-data-cache-0", "", "ReadWriteOnce");
    const { status } = await read<{ status: { phase: string } }>(plane!, own);
    assert.equal(status.phase, "Bound");
  });

  test("the operator's pods are admitted where nothing but restricted pods is, and the program runs beside them", async () => {
    const { asked, pods } = madeByOperator();
    await applyAll(plane!, objectsOf("operator"));
    await applyAll(plane!, [login(namespaceOf("operator")), ...asked]);
    assert.deepEqual(complaints(pods, await verdicts(plane!, pods)), []);
    const [instance] = pods;
    await applyAll(plane!, [instance!]);
    await allPodsReady(plane!, [namespaceOf("operator")]);
    const { spec } = instance as Loose & { spec: object };
    const loose = {
      ...instance!,
      metadata: { ...instance!.metadata, name: "loose" },
      spec: { ...spec, hostNetwork: true },
    };
    const [verdict] = await verdicts(plane!, [loose]);
    assert.match(verdict?.message ?? "", /violates PodSecurity "restricted/);
  });
});
