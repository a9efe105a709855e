import { Random } from "../../agreement/random.ts";
import type { Hook, Seen } from "./proxy.ts";

/** What goes wrong with one request. */
export type Fault =
  /** The connection breaks: `before` the server hears of the request, or `after` it has done it. */
  | {
      readonly kind: "drop";
      readonly when: "before" | "after";
      /** Done first. */
      readonly first?: () => void | Promise<void>;
    }
  /** It takes so many milliseconds longer until the server hears of it. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The answer breaks off in the middle. */
  | { readonly kind: "truncate" }
  /** A refusal. */
  | {
      readonly kind: "answer";
      readonly status: 401 | 409 | 410 | 429 | 500 | 503;
      /** Seconds. */
      readonly retryAfter?: number;
      /** Whether the server has done it all the same. Default false. */
      readonly isForwarded?: boolean;
    }
  /** A stream breaks after so many milliseconds; nothing happens to other requests. */
  | { readonly kind: "cut"; readonly ms: number }
  /** A watch is told after so many milliseconds that its resource version is too old. */
  | { readonly kind: "expire"; readonly ms: number };

/** One of each, by the name under which figures are reported. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  "drop before": { kind: "drop", when: "before" },
  "drop after": { kind: "drop", when: "after" },
  delay: { kind: "delay", ms: 1500 },
  truncate: { kind: "truncate" },
  401: { kind: "answer", status: 401 },
  409: { kind: "answer", status: 409 },
  410: { kind: "answer", status: 410 },
  429: { kind: "answer", status: 429, retryAfter: 1 },
  500: { kind: "answer", status: 500 },
  "500 after": { kind: "answer", status: 500, isForwarded: true },
  503: { kind: "answer", status: 503 },
  cut: { kind: "cut", ms: 100 },
  expire: { kind: "expire", ms: 100 },
};

/** Whether a fault does anything to a request. */
export function touches(fault: Fault, request: Pick<Seen, "isStream">): boolean {
  return fault.kind === "cut" || fault.kind === "expire" ? request.isStream : true;
}

/**
 * A plan of faults that is the same for the same seed: which request by its number, whichever it is.
 *
 * @param share of the requests that something happens to, from 0 to 1
 * @param names of FAULTS, default all
 */
export function seeded(seed: number, share: number, names = Object.keys(FAULTS)): Hook {
  return (n, request) => {
    const random = new Random(seed * 100_003 + n);
    if (random.next() >= share) return undefined;
    const possible = names.filter((name) => touches(FAULTS[name]!, request));
    return possible.length > 0 ? FAULTS[random.pick(possible)] : undefined;
  };
}

/** Only one request meets the fault: the first, from the nth on, that it does something to. */
export function once(nth: number, fault: Fault): Hook {
  let isDone = false;
  return (n, request) => {
    if (isDone || n < nth || !touches(fault, request)) return undefined;
    isDone = true;
    return fault;
  };
}
