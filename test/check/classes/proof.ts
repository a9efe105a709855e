import { allRules } from "../../../src/check/all-rules.ts";
import type { RuleText } from "../../../src/check/rule.ts";
import type { Class } from "./class.ts";

/** @throws Error for a rule that there is not */
export function ruleOf(id: string): RuleText {
  const rule = allRules.find((each) => each.id === id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  return rule;
}

/** Whether there is a bad example, and a near miss: not of what is no matter of documents. */
export function hasProof({ like, rules }: Class): boolean {
  return rules.length > 0 && like !== "";
}

/** In what a rule has to find the class. */
export function badOf({ bad, before }: Class, rule: RuleText): Pick<RuleText, "bad" | "before"> {
  if (bad === undefined) return rule;
  return before === undefined ? { bad } : { bad, before };
}

/** In what it must not find anything. */
export function nearOf({ near, before }: Class, rule: RuleText) {
  const known = near === undefined ? rule.before : before;
  return { near: near ?? rule.good, before: known };
}
