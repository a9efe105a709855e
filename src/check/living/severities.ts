import { closest, didYouMean } from "../../closest.ts";
import type { Severity } from "../finding.ts";
import { type Found, layers, type Rule, type RuleName, type RuleText } from "../rule.ts";
import type { World } from "../world.ts";

/** What a rule's findings shall weigh; `off`: nothing is told of it. */
export type Level = Severity | "off";

/**
 * Rules with other severities, without those that are off.
 *
 * @param levels by ids of rules and names of layers; a rule's own comes first
 */
export function withSeverities<R extends RuleText>(
  rules: readonly R[],
  levels: Readonly<Record<string, Level>>,
): R[] {
  const levelOf = ({ id, layer }: RuleText) => own(levels, id) ?? own(levels, layer);
  return rules.flatMap((rule) => {
    const level = levelOf(rule);
    if (level === undefined) return [rule];
    return level === "off" ? [] : [weighing(rule, level)];
  });
}

/** The rule whose every finding weighs the same, also where it gives some of them another weight. */
function weighing<R extends RuleText>(rule: R, severity: Severity): R {
  if (!("find" in rule)) return { ...rule, severity };
  const { find } = rule as R & Rule;
  const plainly = (found: Found): Found => ("subject" in found ? { ...found, severity } : found);
  return { ...rule, severity, find: (world: World) => [...find(world)].map(plainly) };
}

function own(levels: Readonly<Record<string, Level>>, name: string): Level | undefined {
  return Object.hasOwn(levels, name) ? levels[name] : undefined;
}

/** What to write in place of a name that is neither a rule's nor, where they count, a layer's. */
export function otherName(
  name: string,
  rules: readonly RuleName[],
  mayBeLayer = false,
): string | undefined {
  const ids = rules.map(({ id }) => id);
  const names = mayBeLayer ? [...layers, ...ids] : ids;
  if (names.includes(name)) return undefined;
  if (closest(name, names) !== undefined) return didYouMean(name, names);
  return "the name that stands in brackets behind the finding";
}
