import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { programs } from "./build.ts";
import { type Answer, connect, type Request } from "./client.ts";
import { operatorSeed } from "./crds.ts";
import { startEnvtest } from "./envtest.ts";
import { type Ended, run } from "./process.ts";
import { command, hold } from "./supervisor.ts";

export type { Answer, Ended, Request };

/**
 * `full`: controllers, scheduler, nodes and stand-ins; `verdicts`: an API server that judges objects,
 * with nothing behind it that acts on them.
 */
export type Level = "full" | "verdicts";

/** A Kubernetes API server, and behind it (unless it is there for verdicts only) a whole cluster. */
export interface ControlPlane {
  /** Address of the API server. */
  readonly server: string;
  /** Path of a kubeconfig for it. */
  readonly kubeconfig: string;
  /** Path or name of the kubectl to use. */
  readonly kubectlProgram: string;
  readonly level: Level;
  /** Runs the real kubectl. */
  kubectl(args: readonly string[], options?: { stdin?: string }): Promise<Ended>;
  readonly request: Request;
  /** Path of the API server's audit log, one JSON event a line; undefined where none lies beside the kubeconfig. */
  readonly auditLog: string | undefined;
  /**
   * Kills the API server as a crash would, starts it again and waits until it is ready, some 5 seconds.
   * Other test files of the run meet it too: take a control plane of your own for it.
   *
   * @param downFor milliseconds between the two, default 0
   * @throws Error for a cluster that was given
   */
  restartApiServer(downFor?: number): Promise<void>;
  /** Ends everything that was started and removes its files. */
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  /** Default `full`. */
  readonly level?: Level;
  /** Number of nodes of 8 CPU and 32 GiB, spread over three zones. Default 4. */
  readonly nodes?: number;
  /** Whether to install the CRDs of the bundled operators. Default true. */
  readonly crds?: boolean;
  /** Hears what is being built, a line every few seconds. */
  readonly tell?: (line: string) => void;
}

/**
 * Starts a real Kubernetes control plane on loopback, in some 5 to 10 seconds once it is built.
 * It ends with this process, however that ends.
 *
 * With `SLIPWAY_KUBECONFIG` set nothing is started: the cluster of that file is used and left alone.
 * With `KUBEBUILDER_ASSETS` set (the folder of envtest's programs) level `verdicts` uses those.
 *
 * @throws ControlPlaneMissing when Go is missing
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const given = process.env.SLIPWAY_KUBECONFIG;
  if (given) {
    return attach({ kubeconfig: given, kubectlProgram: process.env.SLIPWAY_KUBECTL || "kubectl" });
  }
  const { level = "full", nodes = 4, crds = true } = options;
  const assets = process.env.KUBEBUILDER_ASSETS;
  if (level === "verdicts" && assets && existsSync(assets)) return startEnvtest(assets);
  const built = await programs(options.tell);
  const args = [`--level=${level}`, `--nodes=${nodes}`];
  if (crds) args.push(`--seed=${await operatorSeed(built, options.tell)}`);
  const { report, end } = await hold(built.controlPlane, ["up", ...args]);
  return attach({ kubeconfig: report.kubeconfig, kubectlProgram: built.kubectl, level, end });
}

/** A control plane that runs already. */
export function attach({ kubeconfig, kubectlProgram, level = "full", end }: Running): ControlPlane {
  const { server, request, close } = connect(kubeconfig);
  const beside = (name: string) => join(dirname(kubeconfig), name);
  const auditLog = existsSync(beside("audit.log")) ? beside("audit.log") : undefined;
  return {
    server,
    kubeconfig,
    kubectlProgram,
    level,
    request,
    auditLog,
    restartApiServer: (downFor = 0) =>
      command(beside("control"), `restart kube-apiserver ${downFor}ms`),
    async kubectl(args, { stdin } = {}) {
      const env = { ...process.env, KUBECONFIG: kubeconfig };
      const ended = await run(kubectlProgram, args, { stdin, env });
      if (!ended) throw new Error(`there is no program ${kubectlProgram}`);
      return ended;
    },
    async stop() {
      close();
      await end?.();
    },
  };
}

interface Running {
  readonly kubeconfig: string;
  readonly kubectlProgram: string;
  readonly level?: Level;
  /** Ends it; left out where it belongs to somebody else. */
  readonly end?: () => Promise<void>;
}
