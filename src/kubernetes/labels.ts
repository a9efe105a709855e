import { labelKeyProblem, labelValueProblem } from "./names.ts";

/** The labels of an object. */
export type Labels = Readonly<Record<string, string>>;

/**
 * Does a plain map of labels, as in a Service's `spec.selector`, select these labels? Every pair
 * must be there. An empty map matches everything; that a Service without a selector selects no pod
 * is for the caller to say.
 */
export function matchesLabels(wanted: Labels, labels: Labels): boolean {
  return Object.keys(wanted).every((key) => labelOf(labels, key) === wanted[key]);
}

/** The value of a label; undefined where the object does not have it. */
export function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** What is wrong with the first wrong key or value of a map of labels. */
export function labelsProblem(labels: Labels): string | undefined {
  for (const [key, value] of Object.entries(labels)) {
    const problem = labelKeyProblem(key) ?? labelValueProblem(value);
    if (problem !== undefined) return `label ${key}: ${problem}`;
  }
  return undefined;
}
