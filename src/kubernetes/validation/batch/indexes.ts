import { quote } from "../../text.ts";

const NUMBER = /^\+?[0-9]+$/;

/**
 * How many indexes of a Job a text such as "0,2-4" names.
 *
 * @param completions all indexes are below
 * @returns their number, or what is wrong with the text
 * @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validateIndexesFormat
 */
export function countIndexes(text: string, completions: number): number | string {
  if (text === "") return 0;
  let last = -1;
  let total = 0;
  for (const interval of text.split(",")) {
    const ends = interval.split("-");
    if (ends.length > 2) return `${quote(interval)} is no interval; write for example "2-4"`;
    const wrong = ends.find((end) => !NUMBER.test(end));
    if (wrong !== undefined) return `${quote(wrong)} is no index; write for example "0,2-4"`;
    const [first, end = first] = ends.map(Number) as [number, number?];
    if (end >= completions || first >= completions)
      return `${Math.max(first, end)} is no index: the last is ${completions - 1} (completions - 1)`;
    if (first <= last || (ends.length > 1 && end <= first))
      return `the indexes in ${quote(text)} must rise, and each may be there once`;
    last = end;
    total += end - first + 1;
  }
  return total;
}
