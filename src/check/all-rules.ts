import { livingRules } from "./living/rules.ts";
import type { RuleText } from "./rule.ts";
import { rules } from "./rules.ts";

/** Every rule that has a page: those that look at worlds, and what is told of the run itself. */
export const allRules: readonly RuleText[] = [...rules, ...livingRules];
