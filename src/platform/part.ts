import type { ScalableOptions } from "./options/workload.ts";

/**
 * Options that several components share. Write `satisfies Part` behind them, since spread options
 * are not checked for misspelt names otherwise.
 *
 * @example
 * const shared = { image: app, envFrom: [settings] } satisfies Part;
 */
export interface Part extends Partial<ScalableOptions> {}
