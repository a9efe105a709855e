import type { Complaints } from "../../complaints.ts";
import type { FieldPath } from "../../field-path.ts";

/** The most bytes that a ConfigMap or a Secret may hold. */
export const LARGEST = 1024 * 1024;

export function tooLarge(size: number, path: FieldPath, to: Complaints): void {
  to.add(
    "too long",
    path,
    `${size} bytes are more than the ${LARGEST} that fit into one object`,
    "several objects, a volume, or files of the image",
  );
}

/** How many bytes base64 text stands for, without decoding it. */
export function sizeOfBytes(base64: string): number {
  const packed = base64.includes("\n") ? base64.replace(/[\r\n]/g, "") : base64;
  const padding = packed.endsWith("==") ? 2 : packed.endsWith("=") ? 1 : 0;
  return (packed.length / 4) * 3 - padding;
}

/** How many bytes text has in UTF-8; counted only where there may be too many. */
export function sizeOfTexts(texts: readonly string[]): number {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length * 3 <= LARGEST) return length;
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
