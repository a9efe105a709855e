import { isFields, valueAt } from "../../kubernetes/fields.ts";
import { type Labels, matchesLabels } from "../../kubernetes/labels.ts";
import { podSpecOf, podTemplatePath } from "../../kubernetes/pod-reads.ts";
import type { Wanted } from "../wanted.ts";

/** The objects of one deploy, found by what refers to them. */
export class Others {
  readonly all: readonly Wanted[];
  private readonly byName = new Map<string, Wanted>();
  private readonly byKind: ReadonlyMap<string, readonly Wanted[]>;
  private readonly workloads: ReadonlyMap<string, readonly Wanted[]>;

  constructor(all: readonly Wanted[]) {
    this.all = all;
    this.byKind = Map.groupBy(all, ({ object }) => object.kind);
    for (const each of all)
      this.byName.set(
        nameKey(each.object.kind, namespaceOf(each), each.object.metadata.name),
        each,
      );
    this.workloads = Map.groupBy(
      all.filter(({ object }) => podSpecOf(object) !== undefined),
      namespaceOf,
    );
  }

  /** Kinds of one name in several groups are not told apart: nobody deploys two of one name. */
  named(kind: string, namespace: string, name: unknown): Wanted | undefined {
    return typeof name === "string" ? this.byName.get(nameKey(kind, namespace, name)) : undefined;
  }

  ofKind(kind: string): readonly Wanted[] {
    return this.byKind.get(kind) ?? [];
  }

  /** What makes the pods behind a Service. */
  behind(namespace: string, service: unknown): readonly Wanted[] {
    const selector = valueAt(this.named("Service", namespace, service)?.object, [
      "spec",
      "selector",
    ]);
    if (!isLabels(selector) || Object.keys(selector).length === 0) return [];
    return (this.workloads.get(namespace) ?? []).filter(({ object }) => {
      const path = podTemplatePath(object) ?? [];
      const labels = valueAt(object, [...path, "metadata", "labels"]);
      return isLabels(labels) && matchesLabels(selector, labels);
    });
  }
}

/** Empty for objects of the whole cluster. */
export function namespaceOf({ object }: Wanted): string {
  return object.metadata.namespace ?? "";
}

function nameKey(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

function isLabels(value: unknown): value is Labels {
  return isFields(value) && Object.values(value).every((each) => typeof each === "string");
}
