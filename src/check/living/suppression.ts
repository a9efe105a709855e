import type { Where } from "../../problem.ts";
import type { Finding } from "../finding.ts";

/** One reason not to tell what one rule finds in some place. */
export interface Suppression {
  /** The id of the rule. */
  readonly rule: string;
  readonly reason: string;
  /** The last day on which it holds, like `2027-01-31`; always without. */
  readonly until: string | undefined;
  /** Beside what it covers, or in the configuration. */
  readonly kind: "inSource" | "external";
  readonly where: () => Where;
  /** Whether a finding of the rule is in that place. */
  readonly covers: (finding: Finding) => boolean;
}

/** What the text of a suppression says. */
export interface SuppressionText {
  readonly rules: readonly string[];
  readonly reason: string;
  readonly until: string | undefined;
}

/** What is wrong with a suppression. */
export interface Fault {
  readonly message: string;
  readonly fix: string;
}

const form = "RULE: reason, or RULE,RULE: reason until 2027-01-31";
const wholeText = /^([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*(:?)\s*(.*)$/;
const ending = /^(.*?)[\s,;]*[([]?\buntil\s+(\d\S*?)[)\]]?\.?$/;

/** Reads `RULE[,RULE]: reason [until 2027-01-31]`. */
export function parseSuppression(text: string): SuppressionText | Fault {
  const found = wholeText.exec(text.trim());
  if (!found) return { message: "this suppression names no rule", fix: form };
  const [, list = "", colon, said = ""] = found;
  const rules = list.split(",").map((rule) => rule.trim());
  if (colon === "" && said !== "")
    return { message: "a colon is missing between the rule and the reason", fix: form };
  const [, before, until] = ending.exec(said) ?? [];
  const reason = (before ?? said).trim();
  if (reason === "")
    return {
      message: `this suppression of ${rules.join(", ")} gives no reason`,
      fix: "a reason behind a colon, which somebody else understands a year from now",
    };
  const fault = until === undefined ? undefined : dayFault(until);
  return fault ?? { rules, reason, until };
}

/** What is wrong with the text of a day. */
export function dayFault(text: string): Fault | undefined {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (parsed && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text))
    return undefined;
  return { message: `"${text}" is no day`, fix: "a day like 2027-01-31" };
}
