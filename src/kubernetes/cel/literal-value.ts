import { isInt } from "./numbers.ts";
import { bytesOfLiteral, textOfLiteral } from "./text-literal.ts";
import type { Token } from "./token.ts";
import { type CelValue, Uint } from "./value.ts";

/** @returns undefined for a number that is too large, and a text with a wrong escape */
export function valueOfLiteral(kind: Token["kind"], text: string): CelValue | undefined {
  switch (kind) {
    case "string":
      return textOfLiteral(text);
    case "bytes":
      return bytesOfLiteral(text.slice(1));
    case "double": {
      const value = Number(text);
      return Number.isFinite(value) ? value : undefined;
    }
    case "uint": {
      const value = BigInt(text.slice(0, -1));
      return value < 2n ** 64n ? new Uint(value) : undefined;
    }
    default: {
      const value = text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text);
      return isInt(value) ? value : undefined;
    }
  }
}
