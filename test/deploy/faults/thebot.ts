import type { Desired, Wanted } from "../../../src/deploy/wanted.ts";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import { deployables, give } from "../deploy/systems.ts";
import type { Inside, Trial } from "./kill.ts";
import { trialOfPlatform } from "./slipway.ts";

/** The environment that is tried: its namespace's name stands nowhere else. */
const ENVIRONMENT = "staging";

/** Thebot, deployed to many namespaces. */
export async function trialOfThebot(plane: ControlPlane, prefix: string): Promise<Trial<Inside>> {
  const environments = await deployables("thebot");
  await give(plane, "thebot", environments);
  const found = environments.find(({ environment }) => environment === ENVIRONMENT);
  if (!found) throw new Error(`thebot has no environment ${ENVIRONMENT}`);
  const { desired, resolved } = found;
  const of = (namespace: string) => moved(desired, resolved.namespace, namespace);
  return trialOfPlatform({ plane, prefix, desired: of, patience: 300_000, lease: 10_000 });
}

/** The same for another namespace, in all that names it. */
function moved(desired: Desired, from: string, to: string): Desired {
  const text = (value: string) => value.replaceAll(from, to);
  return {
    ...desired,
    release: { ...desired.release, namespace: to },
    wanted: desired.wanted.map(
      ({ object, key, after, ...rest }): Wanted => ({
        ...rest,
        object: JSON.parse(text(JSON.stringify(object))),
        key: text(key),
        after: after.map(text),
      }),
    ),
    required: desired.required?.map((secret) => ({ ...secret, namespace: text(secret.namespace) })),
  };
}
