import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PodSpec } from "../../src/kubernetes/types/index.ts";
import { containersOf } from "../../src/reference/configuration/reads.ts";
import type { Environment } from "../../src/reference/environment.ts";
import { nameOf } from "../../src/reference/given.ts";
import { rolloutSteps, type Step } from "../../src/reference/rollout.ts";
import type { Rendered } from "../../src/render/index.ts";
import { systems } from "../examples/systems.ts";
import { describedExample } from "./pages.ts";

/** The step of each object. */
function stepsOf(steps: readonly Step[]): ReadonlyMap<Rendered, number> {
  return new Map(
    steps.flatMap(({ objects }, index) => objects.map((entry) => [entry, index] as const)),
  );
}

/** What pods cannot start without. */
function needsOf(pod: PodSpec): string[] {
  const containers = containersOf(pod);
  return [
    ...(pod.serviceAccountName ? [`ServiceAccount ${pod.serviceAccountName}`] : []),
    ...(pod.volumes ?? []).flatMap(({ persistentVolumeClaim, configMap }) => [
      ...(persistentVolumeClaim
        ? [`PersistentVolumeClaim ${persistentVolumeClaim.claimName}`]
        : []),
      ...(configMap ? [`ConfigMap ${configMap.name}`] : []),
    ]),
    ...containers.flatMap(({ envFrom = [] }) =>
      envFrom.flatMap(({ configMapRef }) =>
        configMapRef ? [`ConfigMap ${configMapRef.name}`] : [],
      ),
    ),
  ];
}

/** What is wrong with the order. */
function faults(environment: Environment, steps = rolloutSteps(environment)): string[] {
  const sent = stepsOf(steps);
  const found: string[] = [];
  const at = new Map<string, number>();
  for (const entry of environment.rendered) {
    const step = sent.get(entry);
    const name = `${entry.object.kind} ${nameOf(entry)}`;
    if (step === undefined) found.push(`${name} is never sent`);
    else at.set(name, step);
  }
  for (const { pod, entry, name } of environment.workloads) {
    const own = sent.get(entry) ?? -1;
    for (const need of needsOf(pod))
      if (!((at.get(need) ?? Number.POSITIVE_INFINITY) <= own))
        found.push(`${name} starts before ${need}`);
  }
  const stepOf = (role: string) =>
    environment.workloads
      .filter((each) => each.role === role)
      .map(({ entry }) => sent.get(entry) ?? -1);
  const [stores, migrations, programs] = ["store", "migration", "program"].map(stepOf) as [
    number[],
    number[],
    number[],
  ];
  if (Math.max(-1, ...stores) >= Math.min(99, ...migrations))
    found.push("a migration does not wait for the data stores");
  if (Math.max(-1, ...migrations) >= Math.min(99, ...programs))
    found.push("a program does not wait for the migrations");
  const routes = environment.rendered.filter(({ groups }) => groups.at(-1) === "routes");
  for (const entry of routes.filter(({ object }) => object.kind === "Ingress"))
    if ((sent.get(entry) ?? -1) <= Math.min(99, ...programs))
      found.push("routes come before programs");
  return found;
}

describe("the steps of a deployment", () => {
  for (const system of systems) {
    it(`${system}: have every object, and nothing before what it needs`, async () => {
      for (const environment of (await describedExample(system)).environments)
        assert.deepEqual(faults(environment), [], environment.name);
    });

    it(`${system}: what a step waits for is what the next ones need`, async () => {
      for (const environment of (await describedExample(system)).environments) {
        const steps = rolloutSteps(environment);
        assert.equal(new Set(steps.map(({ title }) => title)).size, steps.length);
        const awaited = steps.flatMap(({ workloads }) => workloads.map(({ role }) => role));
        const needed = environment.workloads
          .filter(({ role }) => role === "store" || role === "migration")
          .map(({ role }) => role);
        for (const role of needed) assert.ok(awaited.includes(role), role);
      }
    });
  }

  it("a wrong order is noticed", async () => {
    const [environment] = (await describedExample("thebot")).environments;
    assert.ok(environment);
    const steps = rolloutSteps(environment);
    const wrong = (change: (step: Step, index: number) => Step | undefined) =>
      faults(
        environment,
        steps.flatMap((step, index) => change(step, index) ?? []),
      ).join("\n");
    assert.match(
      wrong((step, index) => (index === 1 ? undefined : step)),
      /is never sent/,
    );
    const together = [{ ...steps[0]!, objects: steps.flatMap(({ objects }) => objects) }];
    assert.match(
      faults(environment, together).join("\n"),
      /a program does not wait for the migrations/,
    );
    assert.match(
      faults(environment, steps.toReversed()).join("\n"),
      /starts before ServiceAccount backend/,
    );
    assert.match(faults(environment, steps.toReversed()).join("\n"), /routes come before programs/);
  });
});
