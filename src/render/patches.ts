import { didYouMean } from "../closest.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import type { Problem } from "../problem.ts";
import { plainKeys, plainTextProblem } from "./plain-text.ts";
import type { Rendered } from "./rendered.ts";

/** Runs the platform's patches, last of all. One that finds no object or changes nothing is a problem. */
export function applyPatches(
  resolved: Resolved,
  rendered: readonly Rendered[],
  problems: Problem[],
): Rendered[] {
  const result = [...rendered];
  for (const { component, kind, change, site } of resolved.patches) {
    const own = [...result.entries()].filter(([, { component: owner }]) => owner === component);
    const hits = own.filter(([, { object }]) => object.kind === kind);
    const where = () => ({ where: site.where() });
    if (hits.length === 0) {
      const kinds = [...new Set(own.map(([, { object }]) => object.kind))];
      const message = `patch(${component}, "${kind}"): there is no such object in ${resolved.environment}`;
      problems.push({ message, ...where(), instead: didYouMean(kind, kinds) });
      continue;
    }
    let changed = false;
    for (const [index, entry] of hits) {
      const object = structuredClone(entry.object);
      try {
        change(object as never);
      } catch (error) {
        problems.push({
          message: `patch(${component}, "${kind}") threw: ${(error as Error).message}`,
          ...where(),
        });
        changed = true;
        break;
      }
      if (JSON.stringify(object) === JSON.stringify(entry.object)) continue;
      changed = true;
      const plain = plainKeys(object);
      if (plain.length > 0) {
        problems.push({ ...plainTextProblem(object, plain), ...where() });
        continue;
      }
      result[index] = { ...entry, object, patched: { from: entry, site } };
    }
    if (!changed) {
      const message = `patch(${component}, "${kind}") changes nothing in ${resolved.environment}`;
      problems.push({
        message,
        ...where(),
        instead: "a change of the object that is handed in, or leave the patch out",
      });
    }
  }
  return result;
}
