import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PodSpec } from "../../src/kubernetes/types/index.ts";
import { containersOf } from "../../src/reference/configuration/reads.ts";
import type { Environment } from "../../src/reference/environment.ts";
import { nameOf } from "../../src/reference/given.ts";
import { rolloutSteps, type Step } from "../../src/reference/rollout.ts";
import { isEncrypted } from "../../src/reference/sending.ts";
import type { Rendered } from "../../src/render/index.ts";
import { systems } from "../examples/systems.ts";
import { describedExample } from "./pages.ts";

/** Which step sends an object first, played from what the commands name: files and label selectors. */
function sentAt(environment: Environment, steps: readonly Step[]): Map<Rendered, number> {
  const key = environment.resolved.selector;
  const sent = new Map<Rendered, number>();
  for (const [index, { sendings, objects }] of steps.entries()) {
    for (const { files, selector } of sendings)
      for (const entry of environment.rendered) {
        if (!files.includes(environment.fileOf(entry)) || sent.has(entry)) continue;
        if (isEncrypted(entry)) continue;
        if (selector === undefined || picks(selector, key, entry)) sent.set(entry, index);
      }
    for (const entry of objects.filter(isEncrypted)) sent.set(entry, index);
  }
  return sent;
}

/** As kubectl reads `key=a`, `key in (a,b)` and `key notin (a,b)`. */
function picks(selector: string, key: string, { object }: Rendered): boolean {
  const label = object.metadata.labels?.[key];
  const [, , is, list = ""] = /^(\S+?)\s*(=| in | notin )\s*\(?([^)]*)\)?$/.exec(selector) ?? [];
  assert.ok(is, selector);
  const within = label !== undefined && list.split(",").includes(label);
  return is === " notin " ? !within : within;
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
  const sent = sentAt(environment, steps);
  const found: string[] = [];
  const at = new Map<string, number>();
  for (const entry of environment.rendered) {
    const step = sent.get(entry);
    const name = `${entry.object.kind} ${nameOf(entry)}`;
    if (step === undefined) found.push(`${name} is never sent`);
    else at.set(name, step);
  }
  for (const [index, { accounts }] of steps.entries())
    for (const account of accounts)
      at.set(
        `ServiceAccount ${account}`,
        Math.min(index, at.get(`ServiceAccount ${account}`) ?? index),
      );
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
  if (Math.max(0, ...stores) >= Math.min(99, ...migrations, ...programs))
    found.push("a program or a migration does not wait for the data stores");
  if (Math.max(0, ...migrations) >= Math.min(99, ...programs))
    found.push("a program does not wait for the migrations");
  const routes = environment.rendered.filter(({ groups }) => groups.at(-1) === "routes");
  if (routes.some((entry) => (sent.get(entry) ?? -1) <= Math.max(0, ...programs)))
    found.push("routes come before programs");
  return found;
}

describe("the steps of a deployment", () => {
  for (const system of systems) {
    it(`${system}: send every object, and nothing before what it needs`, async () => {
      for (const environment of (await describedExample(system)).environments)
        assert.deepEqual(faults(environment), [], environment.name);
    });

    it(`${system}: also where one file holds a component, or everything`, async () => {
      const byComponent = (entry: Rendered) => `${entry.groups[0]}.yaml`;
      const byGroup = (entry: Rendered) =>
        ["namespace", "network", "config", "secrets"].includes(entry.groups.at(-1) ?? "")
          ? "base.yaml"
          : byComponent(entry);
      for (const environment of (await describedExample(system)).environments) {
        for (const fileOf of [byComponent, byGroup])
          assert.deepEqual(faults({ ...environment, fileOf }), [], environment.name);
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
    assert.match(
      wrong((step) => ({ ...step, accounts: [] })),
      /starts before ServiceAccount backend/,
    );
    const whole = (step: Step): Step => ({
      ...step,
      sendings: step.sendings.map((each) => ({ ...each, selector: undefined })),
    });
    assert.match(wrong(whole), /a program does not wait for the migrations/);
    assert.match(faults(environment, steps.toReversed()).join("\n"), /routes come before programs/);
  });
});
