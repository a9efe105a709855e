import type { Prune } from "../../deploy/plan/plan.ts";
import { filled, wrapped } from "../layout.ts";
import { type ProblemsLook, problemsText } from "../problems.ts";
import { type PlanGroup, planGroups } from "./plan-groups.ts";
import { objectLines, type ShownWhere } from "./plan-object.ts";
import type { ShownPlan } from "./shown.ts";
import { summedUp } from "./summed-up.ts";
import { counted, isNothing, nameIn, planCounts, stopProblem } from "./words.ts";

/** A plan in full; in one line where it does nothing. */
export function planText(plan: ShownPlan, look: ProblemsLook, now: number): string {
  const { release, revision, objects, prunes, stops } = plan;
  const kept = prunes.length === 0 ? "" : `; ${counted(prunes.length, "object")} kept`;
  if (isNothing(plan))
    return `plan: nothing to change, all ${counted(objects.length, "object")} as wanted${kept}\n`;
  const where = { look, namespace: release.namespace, now };
  const heading = filled(`plan of revision ${revision}: ${planCounts(plan)}`, look.width, "");
  const groups = planGroups(plan);
  const isNamed = groups.some(({ part }) => part !== undefined);
  const lines = [
    ...heading.map((line) => look.bold(line)),
    ...groups.flatMap((group) => groupLines(group, isNamed, where)),
    ...section("no longer wanted", prunes, where),
  ];
  const problems = stops.length === 0 ? "" : `\n${problemsText(stops.map(stopProblem), look)}`;
  return `${lines.join("\n")}\n${problems}`;
}

function groupLines(
  { part, created, told }: PlanGroup,
  isNamed: boolean,
  where: ShownWhere,
): string[] {
  const { look } = where;
  const heading = isNamed ? [look.bold(part ?? "other objects")] : [];
  const refs = created.map(({ ref }) => ref);
  const items = summedUp(refs, where.namespace);
  return [
    ...heading,
    ...(items.length > 0 ? createdLines(items, look.width) : []),
    ...told.flatMap((object) => objectLines(object, where)),
  ];
}

/** Whole names in each line, where there is room for them. */
function createdLines(items: readonly string[], width: number): string[] {
  const isWide = items.every((item) => item.length + 5 <= width);
  return isWide ? wrapped("  + ", items, width) : hanging("+", items.join(", "), width);
}

function section(
  title: string,
  prunes: readonly Prune[],
  { look, namespace }: ShownWhere,
): string[] {
  if (prunes.length === 0) return [];
  const lines = prunes.flatMap(({ ref, kept, risk }) => {
    const name = nameIn(ref, namespace);
    if (kept !== undefined)
      return hanging("=", `${name} is kept: ${kept}`, look.width).map((l) => look.paint("dim", l));
    const what = risk === undefined ? name : `${name}; data at risk: ${risk}`;
    const painted = hanging("-", what, look.width);
    return painted.map((line) => look.paint(risk === undefined ? "warning" : "error", line));
  });
  return [look.bold(title), ...lines];
}

function hanging(sign: string, text: string, width: number): string[] {
  const [first = "", ...rest] = filled(text, width, "    ");
  return [`  ${sign} ${first.trimStart()}`, ...rest];
}
