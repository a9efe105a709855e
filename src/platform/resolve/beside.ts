import type { Program, ResolvedVolume, ServerStore } from "./resolved.ts";

/**
 * A volume of one node that a data store and a program both mount binds the program to the store's
 * node: without that the scheduler may place it where the volume cannot be attached.
 */
export function besides(
  volumes: readonly ResolvedVolume[],
  stores: readonly ServerStore[],
): <P extends Program>(programs: readonly P[]) => P[] {
  const oneNode = new Set(volumes.filter((volume) => !volume.shared).map((volume) => volume.name));
  const owners = new Map<string, string>();
  for (const { name, storage, backup } of stores) {
    for (const volume of ["claim" in storage ? storage.claim : undefined, backup?.claim])
      if (volume !== undefined && oneNode.has(volume)) owners.set(volume, name);
  }
  return (programs) =>
    programs.map((program) => {
      const claims = program.main.mounts.flatMap(({ from }) =>
        "claim" in from ? [from.claim] : [],
      );
      const owner = claims.map((claim) => owners.get(claim)).find((found) => found !== undefined);
      return owner === undefined
        ? program
        : { ...program, scheduling: { ...program.scheduling, beside: owner } };
    });
}
