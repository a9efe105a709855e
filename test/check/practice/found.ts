import type { Rule } from "../../../src/check/rule.ts";
import { run } from "../../../src/check/run.ts";
import { worldOfText } from "../read.ts";

/** What a rule says of a text: the message of each finding. */
export async function found(rule: Rule, text: string): Promise<string[]> {
  return run([rule], await worldOfText(text)).map(({ message }) => message);
}
