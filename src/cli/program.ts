import { readFileSync } from "node:fs";

// The built package keeps all its modules in one folder; a checkout keeps this one two below the top.
const isCheckout = import.meta.url.endsWith(".ts");

/** URL of the module that `import … from "slipway"` stands for. */
export const entry = new URL(isCheckout ? "../index.ts" : "./index.js", import.meta.url).href;

/** The version of this program. */
export function version(): string {
  const file = new URL(isCheckout ? "../../package.json" : "../package.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")).version;
}
