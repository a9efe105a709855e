import type { Step } from "../../kubernetes/validation/field-path.ts";
import type { Where } from "../../problem.ts";
import type { Origins } from "./document.ts";
import type { Document, Part, ReadProblem, SourceObject, Value, ValueMap } from "./source.ts";

/**
 * The objects of a document: itself, or what its `items` hold, and theirs. Tells what is none.
 *
 * @see k8s.io/apimachinery/pkg/apis/meta/v1/unstructured/helpers.go, unstructuredJSONScheme.decode
 */
export function objectsIn(
  document: Document,
  value: Value,
  problems: ReadProblem[],
  origins?: Origins,
): SourceObject[] {
  if (value === null) {
    const where = document.locate([]);
    problems.push({ about: "empty", message: "this document is empty", where });
    return [];
  }
  const objects: SourceObject[] = [];
  collect(document, value, [], undefined, objects, problems);
  if (origins === undefined) return objects;
  return objects.map(
    ({ value, steps }) => new Found(document, origins.adopt(value), steps, origins),
  );
}

/** What the items of a list are when they do not say it themselves. */
interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

function collect(
  document: Document,
  value: Value,
  steps: readonly Step[],
  inherited: Kind | undefined,
  objects: SourceObject[],
  problems: ReadProblem[],
): void {
  const tell = (message: string, instead: string, at = steps) =>
    problems.push({ about: "not-kubernetes", message, where: document.locate(at), instead, steps });
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    tell(`this is ${nameOf(value)}, not a Kubernetes object`, "apiVersion, kind, metadata …");
    return;
  }
  const map = value as ValueMap;
  const own = { apiVersion: textOf(map, "apiVersion"), kind: textOf(map, "kind") };
  const isComplete = own.apiVersion !== undefined && own.kind !== undefined;
  const { apiVersion, kind } = isComplete ? own : { ...own, ...inherited };
  if (apiVersion === undefined || kind === undefined) {
    const lacks =
      apiVersion === undefined
        ? kind === undefined
          ? "apiVersion and kind"
          : "apiVersion"
        : "kind";
    tell(
      `this is not a Kubernetes object: it lacks ${lacks}`,
      "apiVersion: apps/v1, kind: Deployment",
    );
    return;
  }
  const items = Object.hasOwn(map, "items") ? map.items : undefined;
  if (Array.isArray(items)) {
    if (steps.length > 0)
      tell("this list stands in another one, which kubectl refuses", "one list");
    const of = kind.replace(/List$/, "");
    const each = of === "" ? undefined : { apiVersion, kind: of };
    for (const [index, item] of items.entries())
      collect(document, item, [...steps, "items", index], each, objects, problems);
    return;
  }
  const whole = isComplete ? map : { ...map, apiVersion, kind };
  objects.push(new Found(document, whole as SourceObject["value"], steps));
}

function textOf(map: ValueMap, key: string): string | undefined {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

function nameOf(value: Value): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}

class Found implements SourceObject {
  readonly document: Document;
  readonly value: SourceObject["value"];
  readonly steps: readonly Step[];
  private readonly origins: Origins | undefined;

  constructor(
    document: Document,
    value: SourceObject["value"],
    steps: readonly Step[],
    origins?: Origins,
  ) {
    this.document = document;
    this.value = value;
    this.steps = steps;
    this.origins = origins;
  }

  locate(steps: readonly Step[], part: Part = "value"): Where {
    const origin = this.origins?.locate(this, steps, part);
    if (origin !== undefined) return origin;
    return this.document.locate([...this.steps, ...steps], part);
  }
}
