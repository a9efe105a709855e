import type { AnyComponent } from "../component.ts";
import type { PlainRef, SecretRef } from "../reference.ts";
import type { Scratch } from "../volume.ts";

type Whole =
  | AnyComponent
  | PlainRef
  | SecretRef
  | Scratch
  | readonly unknown[]
  | ((...args: never[]) => unknown);

type Change<V> = V extends Whole ? V : V extends object ? Override<V> : V;

/**
 * What an environment may change of some options: maps and objects merge, lists replace,
 * `null` takes out what may be absent.
 */
export type Override<T> = string extends keyof T
  ? { [K in keyof T]?: Change<T[K]> | null }
  : { [K in keyof T]?: Change<T[K]> | (undefined extends T[K] ? null : never) };
