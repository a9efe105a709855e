import type { Where } from "../../problem.ts";
import type { Finding } from "../finding.ts";
import type { RuleText } from "../rule.ts";

/** What is found of the run itself. */
export interface Remark {
  readonly rule: RuleText;
  readonly where: Where;
  readonly message: string;
  readonly fix?: string | undefined;
}

/**
 * Remarks as findings.
 *
 * @param rules those that are told, with the severities that they have here
 */
export function toldOf(remarks: readonly Remark[], rules: readonly RuleText[]): Finding[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return remarks.flatMap(({ rule: { id }, where, message, fix }) => {
    const rule = byId.get(id);
    if (!rule) return [];
    const { severity, why } = rule;
    const about = { object: null, path: "", isSecret: false, hidden: [], part: undefined };
    return [{ rule: id, severity, message, why, fix: fix ?? rule.fix, ...where, ...about }];
  });
}
