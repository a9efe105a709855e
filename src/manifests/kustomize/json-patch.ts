import { isDeepStrictEqual } from "node:util";
import { isFields } from "./fields.ts";

/** One step of a JSON patch. @see https://www.rfc-editor.org/rfc/rfc6902 */
export type Operation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string };

/** The steps that turn one value into another, none longer than it has to be. */
export function jsonPatch(before: unknown, after: unknown, path = ""): Operation[] {
  if (isDeepStrictEqual(before, after)) return [];
  const whole: Operation[] = [{ op: "replace", path, value: after }];
  const steps = stepsInside(before, after, path);
  const isShorter = steps && JSON.stringify(steps).length < JSON.stringify(whole).length;
  return steps && (path === "" || isShorter) ? steps : whole;
}

function stepsInside(before: unknown, after: unknown, path: string): Operation[] | undefined {
  if (isFields(before) && isFields(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) => {
      const at = `${path}/${field.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (!(field in after)) return [{ op: "remove", path: at } as const];
      if (!(field in before)) return [{ op: "add", path: at, value: after[field] } as const];
      return jsonPatch(before[field], after[field], at);
    });
  }
  return Array.isArray(before) && Array.isArray(after) ? inList(before, after, path) : undefined;
}

/** What both ends have in common stays; between them item follows item. */
function inList(before: readonly unknown[], after: readonly unknown[], path: string): Operation[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isDeepStrictEqual(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && isDeepStrictEqual(before.at(-1 - end), after.at(-1 - end)))
    end += 1;
  const both = shorter - end;
  const steps: Operation[] = [];
  for (let index = start; index < both; index++)
    steps.push(...jsonPatch(before[index], after[index], `${path}/${index}`));
  for (let index = both; index < after.length - end; index++)
    steps.push({ op: "add", path: `${path}/${index}`, value: after[index] });
  for (let index = both; index < before.length - end; index++)
    steps.push({ op: "remove", path: `${path}/${both}` });
  return steps;
}
