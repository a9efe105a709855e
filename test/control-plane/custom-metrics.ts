import type { ControlPlane } from "./control-plane.ts";
import { configMap, namespace } from "./fixtures.ts";
import { describe, pathOf } from "./resources.ts";
import { messageOf } from "./verdicts.ts";

/**
 * Declares metrics that every pod of the cluster then reports to the custom metrics API, each with a
 * value. What others have declared stays.
 *
 * @param owner tells the declarations of one test file from those of another
 * @throws Error with the server's words, when it refuses
 */
export async function declareMetrics(
  plane: ControlPlane,
  owner: string,
  metrics: Readonly<Record<string, string>>,
): Promise<void> {
  const place = "slipway-stand-ins";
  for (const object of [namespace(place), configMap(place, "custom-metrics", { ...metrics })]) {
    const { status, body } = await plane.request(
      "PATCH",
      `${await pathOf(plane, object)}?fieldManager=${owner}&force=true`,
      object,
      "application/apply-patch+yaml",
    );
    if (status >= 300) throw new Error(`${describe(object)}: ${status} ${messageOf(body)}`);
  }
}
