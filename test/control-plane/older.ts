import { readFileSync } from "node:fs";
import { join } from "node:path";
import { goProgram } from "../go-program.ts";
import { buildOptions, ControlPlaneMissing, needsGo } from "./build.ts";
import { attach, type ControlPlane } from "./control-plane.ts";
import { hold } from "./supervisor.ts";

const folder = join(import.meta.dirname, "server-1.31");

/** The older Kubernetes, like `v1.31.0`. */
export const OLDER_VERSION: string = /k8s\.io\/kubernetes (v\S+)/.exec(
  readFileSync(join(folder, "go.mod"), "utf8"),
)![1]!;

/** Its minor. */
export const OLDER_MINOR = Number(OLDER_VERSION.split(".")[1]);

/**
 * Starts an API server of the oldest Kubernetes that Slipway knows, for its verdicts only, without
 * custom kinds. Built once, in some 5 minutes; started in 10 seconds.
 *
 * @throws ControlPlaneMissing when Go is missing
 */
export async function startOlder(tell: (line: string) => void = () => {}): Promise<ControlPlane> {
  tell(`Kubernetes ${OLDER_VERSION}: built now, in some minutes, where it was not yet`);
  const options = buildOptions(OLDER_VERSION);
  const program = goProgram(folder, `kubernetes-${OLDER_VERSION}`, { options });
  if (program === undefined) throw new ControlPlaneMissing(needsGo(undefined));
  const { report, end } = await hold(program, []);
  const { kubeconfig } = report;
  return attach({ kubeconfig, kubectlProgram: "kubectl", level: "verdicts", end });
}
