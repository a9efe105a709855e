import type { Cluster } from "./cluster.ts";
import { Api } from "./http/api.ts";
import { Connection } from "./http/connection.ts";
import { KubeCluster } from "./kube-cluster.ts";
import { readAccess } from "./kubeconfig/access.ts";

/** Which cluster, and how patiently. */
export interface ConnectOptions {
  /** The context of the kubeconfig; its current one by default. */
  readonly context?: string | undefined;
  /** One file instead of those of `KUBECONFIG`, or `~/.kube/config`. */
  readonly kubeconfig?: string | undefined;
  /** `KUBECONFIG`, `HOME`, `HTTPS_PROXY` and the like; the process's own by default. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Milliseconds for which something broken is tried again; a minute by default. */
  readonly budget?: number | undefined;
  /** Milliseconds without a byte after which a request is given up and sent again; 40 s by default. */
  readonly silence?: number | undefined;
  /** Hears of each failure that is tried again. */
  readonly onTrouble?: ((message: string) => void) | undefined;
}

/** Milliseconds until a connection must be there. */
const CONNECT = 15_000;

/**
 * The cluster that the kubeconfig points at, or the one around us in a pod. Nothing is sent, and no
 * program is run, until the first question.
 *
 * @throws ProblemError with all that is wrong with the kubeconfig
 */
export async function connect(options: ConnectOptions = {}): Promise<Cluster> {
  const {
    context,
    kubeconfig,
    environment = process.env,
    budget = 60_000,
    silence = 40_000,
    onTrouble = () => {},
  } = options;
  const access = await readAccess({ context, kubeconfig, environment });
  const connection = new Connection(access, { connect: CONNECT, silence }, environment);
  return new KubeCluster(new Api(connection, { budget, onTrouble }));
}
