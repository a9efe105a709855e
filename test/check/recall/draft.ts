import type { Assumption } from "../../../src/check/assumptions.ts";
import type { Step } from "../../../src/kubernetes/validation/field-path.ts";
import type { Random } from "../../agreement/random.ts";

/** An object as a file has it; plants change it in place. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

export type Fields = Record<string, unknown>;

/** Where a fault was planted: a field with all that it holds, or one line of the object's text. */
export interface Place {
  readonly object: Manifest;
  readonly steps: readonly Step[];
  /** Only the line where the field begins: what is missing is told where it should be. */
  readonly isFirstLine?: boolean;
}

/** A workload of a draft, and the way to its pod's spec. */
export interface DraftPod {
  readonly object: Manifest;
  readonly spec: Fields;
  readonly labels: Record<string, string>;
  readonly steps: readonly Step[];
}

export interface DraftContainer extends DraftPod {
  readonly container: Fields;
  readonly at: readonly Step[];
}

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  Pod: [],
};

/** A tree of objects in which a fault may be planted. */
export class Draft {
  readonly objects: Manifest[];
  readonly random: Random;
  /** Changes of the text in which an object is written, for what no object can hold. */
  readonly rewritten = new Map<Manifest, (text: string) => string>();

  /** Secrets that are there without being among the objects, with their keys. */
  readonly assumed: readonly Assumption[];

  constructor(objects: readonly Manifest[], random: Random, assumed: readonly Assumption[] = []) {
    this.objects = structuredClone(objects) as Manifest[];
    this.random = random;
    this.assumed = assumed;
  }

  of(...kinds: readonly string[]): Manifest[] {
    return this.objects.filter(({ kind }) => kinds.includes(kind));
  }

  /** One of them, the same for the same seed; undefined of none. */
  one<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.random.pick(list);
  }

  pods(...kinds: readonly string[]): DraftPod[] {
    const wanted = kinds.length > 0 ? kinds : Object.keys(TEMPLATES);
    return this.of(...wanted).flatMap((object) => {
      const steps = TEMPLATES[object.kind] as readonly string[];
      const template = get(object, steps) as Fields | undefined;
      const spec = template?.spec as Fields | undefined;
      if (!template || !spec || !Array.isArray(spec.containers)) return [];
      const labels = (get(template, ["metadata", "labels"]) ?? {}) as Record<string, string>;
      return [{ object, spec, labels, steps: [...steps, "spec"] }];
    });
  }

  containers(...kinds: readonly string[]): DraftContainer[] {
    return this.pods(...kinds).flatMap((pod) =>
      (pod.spec.containers as Fields[]).map((container, index) => ({
        ...pod,
        container,
        at: [...pod.steps, "containers", index],
      })),
    );
  }

  find(kind: string, name: string, namespace: string | undefined): Manifest | undefined {
    return this.of(kind).find(
      ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
    );
  }

  /** Whether an object is there, or assumed to be. */
  has(kind: string, name: string, namespace: string | undefined): boolean {
    const isIt = (each: Assumption) => each.kind === kind && each.name === name;
    return this.find(kind, name, namespace) !== undefined || this.assumed.some(isIt);
  }

  /** Puts an object behind the others. */
  add(object: Manifest): Manifest {
    this.objects.push(object);
    return object;
  }

  /** A copy of an object under another name, put behind the others. */
  copy(object: Manifest, name: string): Manifest {
    const copy = structuredClone(object);
    copy.metadata.name = name;
    return this.add(copy);
  }

  remove(object: Manifest): void {
    this.objects.splice(this.objects.indexOf(object), 1);
  }
}

export function get(value: unknown, steps: readonly Step[]): unknown {
  return steps.reduce<unknown>(
    (at, step) => (typeof at === "object" && at !== null ? (at as Fields)[step] : undefined),
    value,
  );
}

/** Sets a field, and makes the objects around it that are not there. */
export function set(value: object, steps: readonly Step[], to: unknown): void {
  let at = value as Fields;
  for (const step of steps.slice(0, -1)) {
    at[step] ??= {};
    at = at[step] as Fields;
  }
  at[steps.at(-1) as Step] = to;
}

export function items(value: unknown, steps: readonly Step[]): Fields[] {
  const found = get(value, steps);
  return Array.isArray(found) ? (found as Fields[]) : [];
}
