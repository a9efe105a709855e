import { fileURLToPath } from "node:url";
import type { KubeObject } from "../../../src/client/object.ts";
import type { Desired } from "../../../src/deploy/wanted.ts";
import { desiredOf } from "../../../src/inputs/desired.ts";
import { requiredSecrets } from "../../../src/inputs/secrets.ts";
import { renderEnvironment } from "../../../src/load/environment.ts";
import { loadPlatform } from "../../../src/load/load.ts";
import type { ImageChoice } from "../../../src/platform/resolve/index.ts";
import { applyAll } from "../../control-plane/apply.ts";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import { declareMetrics } from "../../control-plane/custom-metrics.ts";
import { clusterGivens, namespace } from "../../examples/cluster-givens.ts";
import { metricsServedBy } from "../../examples/custom-metrics.ts";
import type { Example } from "../../examples/example.ts";
import { asSent, secretsOfOthers } from "../../examples/secrets.ts";
import type { System } from "../../examples/systems.ts";

const root = new URL("../../../", import.meta.url);

/** One environment of a system, as it is deployed. */
export interface Deployable extends Example {
  readonly desired: Desired;
}

/** All environments of a system, with images named for the deploy. */
export async function deployables(
  system: System,
  choice: ImageChoice = {},
): Promise<readonly Deployable[]> {
  const file = fileURLToPath(new URL(`examples/${system}/platform.ts`, root));
  const platform = await loadPlatform(file, new URL("src/index.ts", root).href);
  return Promise.all(
    platform.environments.map(async (environment) => {
      const made = await renderEnvironment(platform, file, environment, choice);
      const objects = made.rendered.map(({ object }) => object as unknown as KubeObject);
      const required = requiredSecrets(made.resolved);
      const desired = { ...opened(desiredOf(made, file, choice)), required };
      return { environment, resolved: made.resolved, objects, desired };
    }),
  );
}

/** Nobody here has the key of what sops encrypted: its values are made up. */
function opened(desired: Desired): Desired {
  const sent = asSent({ objects: desired.wanted.map(({ object }) => object) });
  const wanted = desired.wanted.map((each, i) => ({ ...each, object: sent[i] as KubeObject }));
  return { ...desired, wanted };
}

/** What the cluster has before a platform comes: what it offers, and in each namespace the Secrets of others. */
export async function give(
  plane: ControlPlane,
  system: System,
  environments: readonly Deployable[],
): Promise<void> {
  const metrics = environments.flatMap(({ objects }) => objects.flatMap(metricsServedBy));
  const values = Object.fromEntries(metrics.map((name) => [name, "1"]));
  await declareMetrics(plane, system, values);
  await applyAll(plane, clusterGivens);
  for (const given of environments) {
    const secrets = secretsOfOthers(given);
    if (secrets.length === 0) continue;
    await applyAll(plane, [namespace(given.resolved.namespace)]);
    await applyAll(plane, secrets);
  }
}
