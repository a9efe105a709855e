import type { ControlPlane } from "../../control-plane/control-plane.ts";
import { run } from "../../control-plane/process.ts";
import { helmOfSmall } from "./helm.ts";
import type { Command, Trial } from "./kill.ts";
import { kubectlOfSmall } from "./kubectl.ts";
import { settled } from "./settled.ts";
import type { Version } from "./small.ts";

/** Who else brings the small platform into a cluster. */
export const RIVALS = ["kubectl", "helm"] as const;

export type Rival = (typeof RIVALS)[number];

/** @throws Error for a name that is none of theirs */
export function rivalNamed(name: string | undefined): Rival | undefined {
  const found = RIVALS.find((rival) => rival === name);
  if (name !== undefined && !found) throw new Error(`--rival is one of ${RIVALS.join(", ")}`);
  return found;
}

/** How a rival names itself to the server. */
export const AGENTS: Readonly<Record<Rival, RegExp>> = { kubectl: /^kubectl\//, helm: /^Helm\// };

export interface RivalTrial {
  readonly plane: ControlPlane;
  readonly folder: string;
  readonly prefix: string;
  readonly version: Version;
}

/** What Slipway is tried with, tried with another; its processes are killed for real. */
export function trialOfRival(
  rival: Rival,
  { plane, folder, prefix, version }: RivalTrial,
): Trial<Command> {
  const commandOf = (namespace: string, of: Version) => {
    const small = { folder, namespace, version: of };
    return rival === "helm" ? helmOfSmall(small) : kubectlOfSmall(plane, small);
  };
  return {
    plane,
    prefix,
    command: (namespace) => commandOf(namespace, version),
    async prepare(namespace) {
      if (version === "first") return;
      const { program, args, env } = commandOf(namespace, "first");
      const all = { ...process.env, ...env, KUBECONFIG: plane.kubeconfig };
      const ended = await run(program, args, { env: all });
      if (ended?.code !== 0) throw new Error(ended?.stderr ?? `there is no ${program}`);
      await settled(plane, namespace);
    },
    settle: (namespace) => settled(plane, namespace),
    // Helm's records of its releases: one for each run.
    change: (object) => (object.type === "helm.sh/release.v1" ? undefined : object),
    // Of pod templates.
    tidy: (text) => text.replaceAll(/applyset-[-\w]{43}-v1/g, "APPLYSET"),
  };
}
