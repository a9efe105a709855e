import type { Part, Subject } from "../check/world.ts";
import type { Step } from "../kubernetes/validation/field-path.ts";
import type { CallSite } from "../platform/where.ts";
import type { Where } from "../problem.ts";
import type { Rendered } from "../render/index.ts";

/** The rendered objects of one environment; what is wrong with them is told at the line of `file` that defines it. */
export function subjectsOf(rendered: readonly Rendered[], file: string): Subject[] {
  return rendered.map(({ object, component, site }) => ({
    object: object as unknown as Subject["object"],
    owner: component,
    locate: (steps: readonly Step[], _part: Part) =>
      placeOf(object, steps, site) ?? { file, line: 1, column: 1 },
  }));
}

/**
 * Follows a path of a rendered object into the options of the component that it came from. Both
 * speak Kubernetes' words for most things, so a step counts where the options have a field of that
 * name (`replicas`, `resources`, `env`), an item of a list by its own name. What leads nowhere is
 * skipped; at worst the answer is the component's own line.
 */
function placeOf(object: unknown, steps: readonly Step[], site: CallSite): Where | undefined {
  let place = site.where();
  let options: readonly Step[] = [];
  let value: unknown = object;
  for (const step of steps) {
    value = (value as Record<Step, unknown> | undefined)?.[step];
    const name = typeof step === "number" ? nameOf(value) : step;
    if (name === undefined) continue;
    const longer = [...options, name];
    const found = site.at(longer);
    if (!found || !place || isSame(found, place)) continue;
    place = found;
    options = longer;
  }
  return place;
}

function nameOf(item: unknown): string | undefined {
  const { name } = (typeof item === "object" && item !== null ? item : {}) as { name?: unknown };
  return typeof name === "string" ? name : undefined;
}

function isSame(a: Where, b: Where): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}
