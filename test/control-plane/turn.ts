import type { ControlPlane } from "./control-plane.ts";
import { waitUntil } from "./wait.ts";

/**
 * Waits until no other test file uses something of the cluster that is there only once, and takes it.
 *
 * @param what a name for it, lower-case
 * @returns gives it back
 */
export async function turn(plane: ControlPlane, what: string): Promise<() => Promise<void>> {
  const name = `turn-${what}`;
  const place = "/api/v1/namespaces/default/configmaps";
  const taken = { apiVersion: "v1", kind: "ConfigMap", metadata: { name } };
  await waitUntil(
    `the turn to use ${what}`,
    async () => {
      const { status } = await plane.request("POST", place, taken);
      return status === 201 ? undefined : `${status}`;
    },
    20 * 60_000,
  );
  return async () => {
    await plane.request("DELETE", `${place}/${name}`);
  };
}
