import assert from "node:assert/strict";
import { parseQuantity } from "../../src/kubernetes/quantity.ts";
import { quantityValue } from "../../src/kubernetes/quantity-arithmetic.ts";
import type { Container, CronJob, PodSpec, StatefulSet } from "../../src/kubernetes/types/index.ts";
import type { Resource } from "../control-plane/resources.ts";
import { type Example, everyPlace, type Place } from "../examples/example.ts";
import type { System } from "../examples/systems.ts";

/** Every environment of every example, as it is rendered. */
export const places = await everyPlace();

/** The environments of one example. */
export function environmentsOf(system: System): readonly Place[] {
  return places.filter((place) => place.system === system);
}

export function environment(system: System, name: string): Place {
  const found = environmentsOf(system).find((place) => place.environment === name);
  assert.ok(found, `${system} has no environment ${name}`);
  return found;
}

/** The one object of this kind and name. */
export function object<T = Resource>({ objects }: Example, kind: string, name: string): T {
  const found = objects.filter((each) => each.kind === kind && each.metadata.name === name);
  assert.equal(found.length, 1, `one ${kind} ${name}`);
  return found[0] as T;
}

/** The one Deployment or StatefulSet of this name. */
export function workload(given: Example, name: string): Resource {
  const kinds = ["Deployment", "StatefulSet"];
  const found = given.objects.filter(
    ({ kind, metadata }) => kinds.includes(kind) && metadata.name === name,
  );
  assert.equal(found.length, 1, `one workload ${name}`);
  return found[0] as Resource;
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

/** The first container of the pod that an object makes. */
export function mainContainer(workload: object): Container {
  const [first] = podOf(workload)?.containers ?? [];
  assert.ok(first, "a container");
  return first;
}

/**
 * A container's variables with their values, as the kubelet sets them: keys of Secrets by
 * `secret`, and `$(NAME)` filled in.
 */
export function environmentVariables(
  { env = [] }: Container,
  secret: (key: string) => string,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, value, valueFrom } of env) {
    const ref = valueFrom?.secretKeyRef;
    variables[name] = expand(ref?.key ? secret(ref.key) : (value ?? ""), variables);
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
