import assert from "node:assert/strict";
import { load } from "js-yaml";
import type { KubernetesObject } from "../../src/kubernetes/types/index.ts";
import { render } from "../../src/render/index.ts";
import { resolveOnly } from "../platform/shop.ts";

/** A rendered object, read as freely as a test needs it. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads any field of any kind; what is not there fails the assertion
export type Loose = any;

export interface Objects {
  readonly all: readonly KubernetesObject[];
  /** The one object of a kind and name; fails where there is none or more than one. */
  readonly get: (kind: string, name: string) => Loose;
  readonly names: (kind: string) => string[];
  /** The pod that a Deployment, StatefulSet, Job or CronJob makes. */
  readonly pod: (kind: string, name: string) => Loose;
}

/** What a platform of these components is rendered to. */
export function objects(
  parts: Parameters<typeof resolveOnly>[0],
  environment: object = {},
  options: object = {},
): Objects {
  const all = render(resolveOnly(parts, environment, options)).map(
    ({ object }) => object as KubernetesObject,
  );
  const named = (kind: string) => all.filter((object) => object.kind === kind);
  const names = (kind: string) => named(kind).map(({ metadata }) => metadata.name as string);
  const get = (kind: string, name: string): Loose => {
    const found = named(kind).filter(({ metadata }) => metadata.name === name);
    assert.equal(found.length, 1, `${kind} ${name} among ${names(kind).join(", ") || "none"}`);
    return found[0];
  };
  const pod = (kind: string, name: string): Loose => {
    const { spec } = get(kind, name);
    return (spec.jobTemplate?.spec ?? spec).template.spec;
  };
  return { all, get, names, pod };
}

/** The value is what this YAML says, nothing more and nothing less. */
export function isYaml(value: unknown, yaml: string): void {
  assert.deepEqual(value, load(yaml));
}

/** The whole of what was patched, scheduled and so on of one container. */
export function container(pod: Loose, name: string): Loose {
  const all = [...pod.containers, ...(pod.initContainers ?? [])];
  const found = all.find((one: { name: string }) => one.name === name);
  assert.ok(found, `no container ${name} among ${all.map((one: { name: string }) => one.name)}`);
  return found;
}
