import type { EnvEntry, ResolvedMount } from "../platform/resolve/index.ts";

/** A variable with a value that is no secret. */
export function literal(name: string, value: string): EnvEntry {
  return { name, pieces: [value] };
}

/** A folder of the pod for a program that writes outside its data. */
export function scratchAt(path: string): ResolvedMount {
  return { path, from: { scratch: {} }, readOnly: false };
}
