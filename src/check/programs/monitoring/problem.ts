import type { Step } from "../../../kubernetes/validation/field-path.ts";
import { foundAtLine } from "../../objects/found.ts";
import type { FoundInObject } from "../../rule.ts";
import type { ConfigText } from "./texts.ts";

/** Something wrong in a configuration. */
export interface ConfigProblem {
  readonly steps: readonly Step[];
  readonly message: string;
  readonly fix?: string | undefined;
}

/** A finding at the key that holds the text; the message says the line within. */
export function foundIn(
  { item, key, at, lineOf }: ConfigText,
  { steps, message, fix }: ConfigProblem,
): FoundInObject {
  const line = lineOf(steps);
  return foundAtLine(item, at, line, `line ${line} of ${key}: ${message}`, fix);
}
