import type { Readiness } from "./readiness.ts";

/** What is wrong, though it may pass: whoever waits for it gives it a grace. */
export interface Trouble {
  /** Short and stable, as Kubernetes calls it. */
  readonly reason: string;
  /** Which grace: for metrics that come late, or for controllers that have not looked again. */
  readonly grace: "metrics" | "controller";
}

/** How far an object is, and what holds it up. */
export type Verdict = Readiness & { readonly trouble?: Trouble };

export const READY: Verdict = { state: "ready" };

export function progressing(message: string, trouble?: Trouble): Verdict {
  return { state: "progressing", message, ...(trouble && { trouble }) };
}

export function failed(reason: string, message: string): Verdict {
  return { state: "failed", reason, message: message || reason };
}
