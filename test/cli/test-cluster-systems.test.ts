import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { KubeObject } from "../../src/client/object.ts";
import { isFields } from "../../src/kubernetes/fields.ts";
import { applyAll } from "../control-plane/apply.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { turn } from "../control-plane/turn.ts";
import { waitUntil } from "../control-plane/wait.ts";
import { type Deployable, deployables, give } from "../deploy/deploy/systems.ts";
import { Played } from "../examples/played.ts";
import { type System, systems } from "../examples/systems.ts";
import { liveTests, started } from "./started.ts";

const { plane, missing } = await sharedControlPlane();

/** The environment that has the most in it. */
const chosen: Readonly<Record<System, string>> = {
  thebot: "production",
  wbot: "production",
  piyasa: "prod",
  basebook: "production",
};

/** How many tests there are of what the environment has, of each sort that its objects tell. */
function expectedOf({ objects }: Deployable): Readonly<Record<string, number>> {
  const count = (is: (object: KubeObject) => boolean) =>
    (objects as readonly KubeObject[]).filter(is).length;
  return {
    autoscaler: count(({ kind }) => kind === "HorizontalPodAutoscaler"),
    budget: count(({ kind }) => kind === "PodDisruptionBudget"),
    Service: count(
      ({ kind, spec }) => kind === "Service" && isFields(spec) && isFields(spec.selector),
    ),
  };
}

for (const system of systems) {
  const environments = await deployables(system);
  const environment = chosen[system];
  const own = environments.find((each) => each.environment === environment) as Deployable;

  describe(`slipway test --cluster of ${system}`, { skip: missing }, () => {
    let release = async () => {};

    before(async () => {
      release = await turn(plane!, "examples");
      await give(plane!, system, environments);
      // What all environments share is there once one of them was deployed.
      await applyAll(
        plane!,
        own.objects.filter(({ kind }) => kind === "StorageClass"),
      );
      // Nobody can make up the login to a registry, and the test takes that of the environment.
      const pulls = own.resolved.secrets.filter(({ type }) => type !== "Opaque");
      const { namespace } = own.resolved;
      await applyAll(
        plane!,
        pulls.flatMap(({ name, type, keys }) => [
          { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
          {
            apiVersion: "v1",
            kind: "Secret",
            metadata: { namespace, name },
            type,
            stringData: Object.fromEntries(keys.map((key) => [key, '{"auths":{}}'])),
          },
        ]),
      );
    });
    after(async () => {
      await new Played(system, environments, plane!).takeDown();
      await release();
    });

    test(`${system} keeps in a cluster what ${environment} promises, and leaves nothing behind`, async () => {
      const file = fileURLToPath(new URL(`../../examples/${system}/platform.ts`, import.meta.url));
      const args = ["test", "-f", file, "-e", environment, "--cluster"];
      const ended = await started(args, plane!.kubeconfig).ended;
      assert.equal(ended.status, 0, ended.stdout + ended.stderr);
      assert.match(ended.stdout, /\n\d+ passed, 0 failed\n$/);
      const tests = liveTests(ended);
      for (const [sort, count] of Object.entries(expectedOf(own)))
        assert.equal(tests.filter((line) => line.includes(`: ${sort} `)).length, count, sort);
      assert.ok(tests.some((line) => line.includes(": GET /")));
      const space = /namespace (\S+-test-[a-z0-9]{5})/.exec(ended.stderr)?.[1] ?? "";
      assert.equal((await plane!.request("GET", `/api/v1/namespaces/${space}`)).status, 404);
      const { stdout } = await plane!.kubectl([
        ...["get", "-o", "name"],
        "clusterroles,clusterrolebindings,validatingadmissionpolicies,validatingadmissionpolicybindings,storageclasses,priorityclasses",
      ]);
      assert.ok(!stdout.includes(space));
      await waitUntil(
        "its volumes to be gone",
        async () => {
          const volumes = (await plane!.kubectl(["get", "pv", "-o", "json"])).stdout;
          return volumes.includes(`"namespace": "${space}"`) ? volumes : undefined;
        },
        60_000,
      );
    });
  });
}
