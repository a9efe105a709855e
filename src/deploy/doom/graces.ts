/** How long what is wrong may last before it dooms; milliseconds unless said otherwise. */
export interface Graces {
  /** A ConfigMap, Secret or key that a container needs is missing. Default 0; longer where an operator makes it. */
  readonly configuration: number;
  /** An image that does not exist or may not be pulled, until it is tried again. Default 15 s. */
  readonly missingImage: number;
  /** Other faults of pulling an image. Default 60 s. */
  readonly pull: number;
  /** A volume that cannot be attached or mounted, a pod without a sandbox. Default 60 s. */
  readonly mount: number;
  /** A container that ends again and again. Default 60 s. */
  readonly crash: number;
  /** The number of restarts that doom it before. Default 3. */
  readonly restarts: number;
  /** How long a container that was restarted must run to be believed. Default 10 s. */
  readonly settle: number;
  /** How long a new container without a readiness or startup probe must run to be believed. Default 2 s. */
  readonly steady: number;
  /** No node for a pod. Default 120 s. */
  readonly scheduling: number;
  /** The same, while an autoscaler says that it adds nodes. Default 600 s. */
  readonly scaleUp: number;
  /** A claim that nothing provides for. Default 60 s. */
  readonly claim: number;
  /** Pods that quota or admission refuse while nothing else goes on. Default 10 s. */
  readonly refusal: number;
  /** Metrics that an autoscaler does not get. Default 120 s. */
  readonly metrics: number;
  /** Other faults that a controller tells of its object. Default 60 s. */
  readonly controller: number;
  /** The cause of a Job's failure: its pods are watched apart, and may tell it later. Default 1 s. */
  readonly cause: number;
}

export const GRACES: Graces = {
  configuration: 0,
  missingImage: 15_000,
  pull: 60_000,
  mount: 60_000,
  crash: 60_000,
  restarts: 3,
  settle: 10_000,
  steady: 2_000,
  scheduling: 120_000,
  scaleUp: 600_000,
  claim: 60_000,
  refusal: 10_000,
  metrics: 120_000,
  controller: 60_000,
  cause: 1_000,
};
