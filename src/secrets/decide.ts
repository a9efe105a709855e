import type { ResolvedSecret } from "../platform/resolve/index.ts";
import type { Problem } from "../problem.ts";
import { make, publicHalf, type Values } from "./make.ts";

/** What becomes of each key of a Secret. */
export interface Decision {
  /** New values: given by a person, or made up. */
  readonly fresh: Values;
  readonly madeUp: readonly string[];
  /** Keys that stay as they are in the encrypted file. */
  readonly kept: readonly string[];
  /** Keys that need a value, and that nobody gave one. */
  readonly missing: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Decides for each key of a Secret: a given value comes first, then what is sealed already, then what
 * can be made up. `rotate` makes up anew what is sealed already.
 *
 * @param sealed The keys of the encrypted file as it is.
 */
export function decide(
  secret: Pick<ResolvedSecret, "keys" | "optionalKeys" | "recipes">,
  sealed: ReadonlySet<string>,
  given: Values,
  rotate: ReadonlySet<string>,
): Decision {
  const fresh = new Map(given);
  const madeUp: string[] = [];
  const problems: Problem[] = [];
  for (const [key, recipe] of Object.entries(secret.recipes)) {
    const half = recipe.makes === "keyPair" ? recipe.public : undefined;
    const keys = half === undefined ? [key] : [key, half];
    const rotated = keys.some((one) => rotate.has(one));
    const isGiven = keys.some((one) => given.has(one));
    if (isGiven && rotated) problems.push(both(keys));
    if (isGiven && half !== undefined) problems.push(...completePair(key, half, fresh));
    if (isGiven || (!rotated && keys.every((one) => sealed.has(one)))) continue;
    if (!rotated && sealed.has(key)) problems.push(halfOfPair(key, half as string));
    for (const [one, value] of make(key, recipe)) fresh.set(one, value);
    madeUp.push(...keys);
  }
  const others = secret.keys.filter((key) => !fresh.has(key));
  return {
    fresh,
    madeUp,
    kept: others.filter((key) => sealed.has(key)),
    missing: others.filter((key) => !sealed.has(key) && !secret.optionalKeys.includes(key)),
    problems,
  };
}

/** A private key brings its public half along. */
function completePair(key: string, half: string, fresh: Map<string, Uint8Array>): Problem[] {
  const own = fresh.get(key);
  if (own === undefined)
    return [
      {
        message: `${half} is given without ${key}, whose public half it is`,
        instead: "both, or neither",
      },
    ];
  const derived = derive(own);
  if (derived === undefined)
    return [{ message: `${key} is not a private key in PEM`, instead: `--from-file ${key}=PATH` }];
  const other = fresh.get(half);
  if (other !== undefined && derive(own) !== normal(other))
    return [
      {
        message: `${half} is not the public half of ${key}`,
        instead: `leave ${half} out: it is derived`,
      },
    ];
  if (other === undefined) fresh.set(half, Buffer.from(derived));
  return [];
}

function derive(privateKey: Uint8Array): string | undefined {
  try {
    return publicHalf(Buffer.from(privateKey).toString());
  } catch {
    return undefined;
  }
}

function normal(pem: Uint8Array): string {
  return `${Buffer.from(pem).toString().replaceAll("\r", "").trim()}\n`;
}

function both(keys: readonly string[]): Problem {
  return {
    message: `${keys.join(" and ")} cannot be given and made up anew`,
    instead: "--rotate, or a value",
  };
}

function halfOfPair(key: string, half: string): Problem {
  return {
    message: `${half} is not sealed, and ${key}, whose public half it is, cannot be read`,
    instead: `--rotate ${key}, or both by --from-file`,
  };
}
