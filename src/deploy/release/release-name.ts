import { dns1123LabelProblem } from "../../kubernetes/names.ts";

/** What is wrong with the name of a release: it becomes part of objects' names, and the value of labels. */
export function releaseNameProblem(name: string): string | undefined {
  const problem = dns1123LabelProblem(name);
  if (problem !== undefined) return problem;
  // The record 3 of "shop" and the parent of "shop-r3" would be one object.
  return /-r\d+(-\d+)?$/.test(name)
    ? "must not end like the name of a record, such as -r3"
    : undefined;
}
