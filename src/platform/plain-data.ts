import { isComponent } from "./component.ts";
import { meaningOf } from "./reference.ts";
import { type Check, isPlainObject, type Path, type Report } from "./shape.ts";

/** An object as it could stand in a JSON file: a reference or a component in it would not be resolved. */
export const plainData: Check = {
  says: "an object",
  accepts: (value) => isPlainObject(value) && !isComponent(value),
  test: (value, path, report) => testPlain(value, path, report, new Set()),
};

function testPlain(value: unknown, path: Path, report: Report, above: ReadonlySet<unknown>): void {
  const problem = plainProblem(value, above);
  if (problem !== undefined) report(path, problem);
  if (problem !== undefined || typeof value !== "object" || value === null) return;
  const inside = new Set([...above, value]);
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, entry] of entries) testPlain(entry, [...path, key], report, inside);
}

function plainProblem(value: unknown, above: ReadonlySet<unknown>): string | undefined {
  const label = meaningOf(value)?.label ?? (isComponent(value) ? value.name : undefined);
  if (label !== undefined)
    return `holds ${label}, which has no value in a raw object: write the text itself`;
  if (above.has(value)) return "contains itself";
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : `is ${value}, which no manifest can hold`;
    case "object": {
      const isPlain = value === null || Array.isArray(value) || isPlainObject(value);
      return isPlain ? undefined : "must be plain data: texts, numbers, lists and objects";
    }
    default:
      return `is a ${typeof value}, which no manifest can hold`;
  }
}

/** A Kubernetes object, written as it is. */
export const aRawObject: Check = {
  says: "an object with apiVersion, kind and metadata.name",
  accepts: (value) => {
    if (!plainData.accepts(value)) return false;
    const { apiVersion, kind, metadata } = value as Record<string, unknown>;
    const name = isPlainObject(metadata) ? metadata.name : undefined;
    return [apiVersion, kind, name].every((text) => typeof text === "string" && text !== "");
  },
  test: plainData.test,
};
