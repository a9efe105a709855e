import type { ControlPlane } from "../../control-plane/control-plane.ts";
import { pathOf, type Resource } from "../../control-plane/resources.ts";

/**
 * Plays the controller that opens SealedSecrets, as far as their status tells of it: the Secrets are made
 * by the test.
 *
 * @returns ends it
 */
export function openSealedSecrets(plane: ControlPlane, objects: readonly Resource[]): () => void {
  const sealed = objects.filter(({ kind }) => kind === "SealedSecret");
  if (sealed.length === 0) return () => {};
  const timer = setInterval(() => {
    for (const object of sealed) void open(plane, object).catch(() => {});
  }, 500);
  return () => clearInterval(timer);
}

async function open(plane: ControlPlane, object: Resource): Promise<void> {
  const path = await pathOf(plane, object);
  const { status, body } = await plane.request("GET", `${path}`);
  if (status !== 200 || (body as { status?: object }).status) return;
  const told = { observedGeneration: 1, conditions: [{ type: "Synced", status: "True" }] };
  const patch = { status: told };
  await plane.request("PATCH", `${path}/status`, patch, "application/merge-patch+json");
}
