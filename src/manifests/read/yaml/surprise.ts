import type { Surprise } from "../source.ts";

const kinds: readonly (readonly [Surprise["kind"], RegExp])[] = [
  ["boolean", /^(?:y|n|yes|no|on|off)$/i],
  ["null", /^(?:~|Null|NULL)$/],
  ["octal", /^[-+]?0(?:[oO]_*)?[\d_]+$/],
  ["base", /^[-+]?0[xXbB][\da-fA-F_]+$/],
  [
    "underscore",
    /^[-+]?(?:\d[\d_]*_[\d_]*(?:\.[\d_]*)?|\d[\d_]*\.[\d_]*_[\d_]*)(?:[eE][-+]?[\d_]+)?$/,
  ],
  ["exponent", /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)[eE][-+]?\d+$/],
  ["sexagesimal", /^[-+]?[1-9][\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/],
];

/** What is surprising about a plain scalar. */
export function surpriseOf(text: string): Surprise["kind"] | undefined {
  return kinds.find(([, form]) => form.test(text))?.[0];
}

/** Whether a plain scalar is surprising; quick for those that are not. */
export function isSurprising(text: string, value: unknown): boolean {
  if (typeof value === "string") {
    const first = text.charCodeAt(0);
    return first <= 57 && text.includes(":") && surpriseOf(text) !== undefined;
  }
  return String(value) !== text && surpriseOf(text) !== undefined;
}
