import assert from "node:assert/strict";
import { parseQuantity } from "../../src/kubernetes/quantity.ts";
import { quantityValue } from "../../src/kubernetes/quantity-arithmetic.ts";
import type { Container, CronJob, PodSpec, StatefulSet } from "../../src/kubernetes/types/index.ts";
import type { Resource } from "../control-plane/resources.ts";
import { type Example, example } from "../examples/example.ts";

/** thebot's three environments, as they are rendered. */
export const environments = await example("thebot");

export function environment(name: string): Example {
  const found = environments.find((each) => each.environment === name);
  assert.ok(found, `thebot has no environment ${name}`);
  return found;
}

/** The one object of this kind and name. */
export function object<T = Resource>({ objects }: Example, kind: string, name: string): T {
  const found = objects.filter((each) => each.kind === kind && each.metadata.name === name);
  assert.equal(found.length, 1, `one ${kind} ${name}`);
  return found[0] as T;
}

export function ofKind<T = Resource>({ objects }: Example, kind: string): readonly T[] {
  return objects.filter((each) => each.kind === kind) as unknown as readonly T[];
}

/** One file of a ConfigMap. */
export function file(given: Example, configMap: string, key: string): string {
  const { data } = object<{ data: Record<string, string> }>(given, "ConfigMap", configMap);
  const text = data[key];
  assert.ok(text !== undefined, `${configMap} has the file ${key}`);
  return text;
}

/** The pod that an object makes, for whatever sort of workload. */
export function podOf(workload: object): PodSpec | undefined {
  const { spec } = workload as Pick<StatefulSet, "spec">;
  const job = (workload as Pick<CronJob, "spec">).spec?.jobTemplate;
  return (spec?.template ?? job?.spec?.template)?.spec;
}

export function containerOf(workload: object, name?: string): Container {
  const containers = podOf(workload)?.containers ?? [];
  const found = containers.find((each) => name === undefined || each.name === name);
  assert.ok(found, `a container ${name}`);
  return found;
}

/**
 * A container's variables with their values, as the kubelet sets them: keys of Secrets from
 * `secrets` by `name/key`, and `$(NAME)` filled in.
 */
export function environmentOf(
  { env = [] }: Container,
  secrets: Readonly<Record<string, string>>,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, value, valueFrom } of env) {
    const ref = valueFrom?.secretKeyRef;
    const secret = ref && secrets[`${ref.name}/${ref.key}`];
    if (ref) assert.ok(secret !== undefined, `a value for ${ref.name}/${ref.key}`);
    variables[name] = expand(secret ?? value ?? "", variables);
  }
  return variables;
}

/** What the kubelet makes of `$(NAME)` in commands, arguments and values. */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\(([^)]+)\)/g, (whole, name: string) => variables[name] ?? whole);
}

/** In bytes. */
export function memoryLimit({ resources }: Container): number {
  const limit = resources?.limits?.memory;
  assert.ok(limit !== undefined, "a limit of memory");
  return Number(quantityValue(parseQuantity(limit)));
}
