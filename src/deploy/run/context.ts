import type { Cluster } from "../../client/cluster.ts";
import type { Clock } from "../clock.ts";
import type { Tell } from "../events.ts";
import type { Masker } from "../secrecy.ts";

/** What every step of a deploy works with. */
export interface Context {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly tell: Tell;
  /** Knows every secret of the deploy: all that came from the server or a pod goes through it. */
  readonly masker: Masker;
  /** When it is aborted nothing more is begun; what is on its way is finished. */
  readonly signal: AbortSignal;
}
