import type { Subject } from "../world.ts";

/** The annotation of an object whose lines each suppress something. */
export const ignoreAnnotation = "slipway.dev/ignore";

/** The lines of an object's own suppressions. */
export function annotationLines({ object }: Subject): readonly string[] {
  const { annotations } = (object.metadata ?? {}) as { readonly annotations?: unknown };
  if (typeof annotations !== "object" || annotations === null) return [];
  const text: unknown = (annotations as Record<string, unknown>)[ignoreAnnotation];
  if (typeof text !== "string") return [];
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
