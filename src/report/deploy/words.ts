import { type ObjectRef, titleOf } from "../../client/object.ts";
import type { Stop } from "../../deploy/plan/plan.ts";
import type { Problem } from "../../problem.ts";
import type { ShownPlan } from "./shown.ts";

/** `Deployment web`, with its namespace where that is not the release's. */
export function nameIn(ref: ObjectRef, namespace: string | undefined): string {
  return ref.namespace === namespace ? `${ref.kind} ${ref.name}` : titleOf(ref);
}

/** `1 object`, `3 objects`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  const ending = /(?:s|x|ch|sh)$/.test(noun) ? "es" : "s";
  const isY = /[^aeiou]y$/.test(noun);
  return `${count.toLocaleString("en")} ${isY ? `${noun.slice(0, -1)}ies` : noun + ending}`;
}

/** `a, b and 3 more`. */
export function some(items: readonly string[], most: number): string {
  if (items.length <= most) return items.join(", ");
  return `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
}

/** Whether a plan writes nothing. */
export function isNothing({ objects, prunes, stops }: ShownPlan): boolean {
  return (
    stops.length === 0 &&
    objects.every(({ action }) => action === "none" || action === "skip") &&
    prunes.every(({ kept }) => kept !== undefined)
  );
}

/** `3 to create, 1 to delete, 10 unchanged`. */
export function planCounts({ objects, prunes, left = 0 }: ShownPlan): string {
  const of = (...actions: readonly string[]) =>
    objects.filter(({ action }) => actions.includes(action)).length;
  const kept = prunes.filter((prune) => prune.kept !== undefined).length;
  const counts: readonly (readonly [number, string])[] = [
    [of("create"), "to create"],
    [of("update"), "to change"],
    [of("recreate", "recreate-keeping-pods"), "to make anew"],
    [prunes.length - kept, "to delete"],
    [kept, "kept"],
    [of("skip"), "skipped"],
    [of("none"), "unchanged"],
    [left, "left as they are"],
  ];
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return told.join(", ") || "no objects";
}

/** A stop as a problem, with the option that lets it through. */
export function stopProblem({ message, where, instead, option }: Stop): Problem {
  const isNamed = option === undefined || instead?.includes(option);
  const allow = isNamed ? undefined : `allow it with ${option}`;
  const both = [instead, allow].filter((each) => each !== undefined).join("; or ");
  return { message, where, instead: both === "" ? undefined : both };
}
