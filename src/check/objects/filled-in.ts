import { isFields } from "../../kubernetes/fields.ts";

/** What Flux, envsubst and others put values in for: `${NAME}`, `${NAME:=default}`. */
const FILLED_IN = /\$\{[A-Za-z_]\w*(?::?[-=][^}]*)?\}/;

/** The first place in a text, or in labels or a selector, for which something is put in later. */
export function filledIn(value: unknown): string | undefined {
  if (typeof value === "string") return FILLED_IN.exec(value)?.[0];
  if (!isFields(value)) return undefined;
  const { matchLabels, ...others } = value;
  const texts = Object.values(isFields(matchLabels) ? matchLabels : others);
  const marked = texts.find((each) => typeof each === "string" && FILLED_IN.test(each));
  return typeof marked === "string" ? filledIn(marked) : undefined;
}
