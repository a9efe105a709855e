import { isFields } from "../../../kubernetes/fields.ts";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import { readDocument } from "../../../manifests/read/document.ts";
import { split } from "../../../manifests/read/split.ts";

/** YAML that stands in a text. */
export interface YamlText {
  /** Of the first document; undefined where it cannot be read. */
  readonly value: unknown;
  /** The line of the text in which something stands, from 1. */
  readonly lineOf: (steps: readonly Step[]) => number;
}

/** Reads the first document of a text. */
export function readYaml(text: string): YamlText {
  for (const piece of split(text)) {
    const document = readDocument("", text, piece);
    return {
      value: document.value,
      lineOf: (steps) => document.locateHere(steps, "value").line,
    };
  }
  return { value: undefined, lineOf: () => 1 };
}

/** The scalars of a map of maps by their path: `net.port`. */
export function flattened(value: unknown, path = ""): [string, string][] {
  if (!isFields(value)) return path === "" || value === null ? [] : [[path, String(value)]];
  return Object.entries(value).flatMap(([key, each]) =>
    flattened(each, path === "" ? key : `${path}.${key}`),
  );
}
