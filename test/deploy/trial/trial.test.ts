import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { ConnectionError } from "../../../src/client/errors.ts";
import { type KubeObject, keyOf, refOf } from "../../../src/client/object.ts";
import { trialName } from "../../../src/deploy/trial/namespace.ts";
import { removalCommand } from "../../../src/deploy/trial/remove.ts";
import { trial } from "../../../src/deploy/trial/trial.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import { connectThrough } from "../../client/through.ts";
import { applyAll } from "../../control-plane/apply.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { clusterGivens } from "../../examples/cluster-givens.ts";

const { plane, missing } = await sharedControlPlane();
const origin = { author: "test", git: undefined, rollbackTo: undefined, tool: "0.0.0" };

/** A namespace, a role of the whole cluster that bears its name, and a program with a claim. */
function desired(name: string): Desired {
  const labels = { app: "api" };
  const inside = (apiVersion: string, kind: string, rest: object): KubeObject => ({
    apiVersion,
    kind,
    metadata: { namespace: name, name: "api" },
    ...rest,
  });
  const objects: KubeObject[] = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: `${name}-reader` },
      rules: [],
    },
    inside("v1", "Service", {
      spec: { selector: labels, ports: [{ port: 80, targetPort: 8000 }] },
    }),
    inside("apps/v1", "Deployment", {
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 1,
            containers: [
              {
                name: "api",
                image: "registry.example.com/api:v1",
                ports: [{ containerPort: 8000 }],
                readinessProbe: { httpGet: { path: "/ready", port: 8000 } },
              },
            ],
          },
        },
      },
    }),
  ];
  const wanted = objects.map((object) => ({
    ...plainWanted(object),
    key: keyOf(refOf(object)),
    part: object.metadata.name === "api" ? "api" : undefined,
  }));
  return { release: { name: "shop", namespace: name }, wanted, images: {} };
}

const isThere = async (path: string) => (await plane!.request("GET", path)).status === 200;
const space = (name: string) => `/api/v1/namespaces/${name}`;
const role = (name: string) => `/apis/rbac.authorization.k8s.io/v1/clusterroles/${name}-reader`;

describe("a test in a cluster whose connection is bad", { skip: missing }, () => {
  before(() => applyAll(plane!, clusterGivens));

  /** Runs one through a place where things go wrong from a moment on. */
  async function run(
    name: string,
    isWrong: (method: string, path: string) => boolean,
    budget: number,
  ) {
    await using through = await connectThrough(
      plane!.kubeconfig,
      (_, { method, path }) =>
        isWrong(method, path) ? (__, ___, response) => void response.destroy() : undefined,
      budget,
    );
    const cluster: Cluster = through.client;
    const { signal } = new AbortController();
    return await trial({ cluster, tell: () => {}, signal }, desired(name), { origin });
  }

  test("a lost answer here and there changes nothing", async () => {
    const name = trialName("trial-cut");
    const seen = new Set<string>();
    const { results, left } = await run(
      name,
      (method, path) => {
        const call = `${method} ${path.replace(/\?.*/, "")}`;
        const isFirst = !seen.has(call) && !path.includes("watch");
        seen.add(call);
        return isFirst && /proxy|namespaces\/[^/]+$|endpointslices/.test(path);
      },
      60_000,
    );
    assert.ok(
      results?.every(({ outcome }) => outcome === "passed"),
      JSON.stringify(results),
    );
    assert.deepEqual(left, []);
    assert.ok(!(await isThere(space(name))) && !(await isThere(role(name))));
  });

  test("where nobody answers any more it says what is left, and how to remove it", async () => {
    const name = trialName("trial-lost");
    let isLost = false;
    const ended = await run(
      name,
      (_, path) => {
        isLost ||= path.includes("endpointslices");
        return isLost;
      },
      500,
    );
    assert.equal(ended.results, undefined);
    assert.ok(ended.problem instanceof ConnectionError);
    assert.equal(ended.left.length, 1);
    assert.match(`${ended.left}`, /broke|nobody listens/);
    assert.ok((await isThere(space(name))) && (await isThere(role(name))));
    const command = removalCommand(ended.made, []).replace("kubectl ", "").split(" ");
    const removed = await plane!.kubectl(command);
    assert.equal(removed.code, 0, removed.stderr);
    assert.ok(!(await isThere(space(name))) && !(await isThere(role(name))));
  });
});
