import { fail } from "../problem.ts";
import {
  type EnvValue,
  meaningOf,
  type PlainRef,
  type PlainValue,
  type PodPart,
  type PodRef,
  plainRef,
  podRef,
  type SecretPart,
  type SecretRef,
  secretRef,
  type TextContext,
  type TextPart,
  type Touch,
} from "./reference.ts";
import { type CallSite, callSite } from "./where.ts";

/**
 * Joins texts and references into one. With a secret among them the result is secret too; with
 * something of the pod's own it belongs in `env`, like that.
 *
 * @example
 * const allowed = text`${api.name},${ws.name}`;
 */
export function text(strings: TemplateStringsArray, ...values: PlainValue[]): PlainRef;
export function text(strings: TemplateStringsArray, ...values: (PlainValue | PodRef)[]): PodRef;
export function text(strings: TemplateStringsArray, ...values: EnvValue[]): SecretRef;
export function text(
  strings: TemplateStringsArray,
  ...values: EnvValue[]
): PlainRef | PodRef | SecretRef {
  const site = callSite(text);
  for (const value of values) checkValue(value, site);
  const meaning = {
    label: "text`…`",
    touches: values.flatMap((value) => touchesOf(value)),
    uses: values.flatMap((value) => meaningOf(value)?.uses ?? []),
    parts: (context: TextContext) =>
      strings.flatMap((literal, index) => {
        const value = values[index];
        return value === undefined ? [literal] : [literal, ...partsOf(value, context, site)];
      }),
  };
  const audiences = values.map((value) => meaningOf(value)?.audience);
  if (audiences.includes("secret")) return secretRef(meaning);
  return audiences.includes("pod") ? podRef(meaning) : plainRef(meaning);
}

/** The pieces of a value in an environment, neighbouring literals joined. */
export function partsOf(value: EnvValue, context: TextContext, site: CallSite): TextPart[] {
  const meaning = meaningOf(value);
  const parts = meaning ? meaning.parts(context, site) : [String(value)];
  const joined: TextPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string")
      joined[joined.length - 1] = last + part;
    else if (part !== "") joined.push(part);
  }
  return joined;
}

/** A value that holds no secret, as one string. */
export function plainText(value: PlainValue, context: TextContext, site: CallSite): string {
  return partsOf(value, context, site)
    .map((part) => (typeof part === "string" ? part : fail(notForEveryone(part, site))))
    .join("");
}

/** Who a value talks to. */
function touchesOf(value: unknown): readonly Touch[] {
  return meaningOf(value)?.touches ?? [];
}

function notForEveryone(part: SecretPart | PodPart, site: CallSite) {
  const what = "pod" in part ? `the pod's own ${part.pod}` : `the secret key ${part.key}`;
  return {
    message: `${what} stands in a text that everyone may read`,
    where: site.where(),
    instead: "put it into `env` of the component that needs it",
  };
}

function checkValue(value: unknown, site: CallSite): void {
  if (typeof value === "string" || typeof value === "number" || meaningOf(value)) return;
  fail({
    message: `text\`…\` joins texts and references; it was given ${value === null ? "null" : typeof value}`,
    where: site.where(),
    instead: "a component's .url, .host or .port, a host's .name or .url, or a string",
  });
}
