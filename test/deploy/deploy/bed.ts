import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { type DeployOptions, deploy } from "../../../src/deploy/deploy.ts";
import type { DeployEvent } from "../../../src/deploy/events.ts";
import type { Failure } from "../../../src/deploy/failure.ts";
import type { Ended } from "../../../src/deploy/outcome.ts";
import type { Desired } from "../../../src/deploy/wanted.ts";
import { type Audited, auditedIn } from "../../control-plane/audit.ts";
import type { ControlPlane } from "../../control-plane/control-plane.ts";

export interface BedOptions extends Partial<DeployOptions> {
  readonly signal?: AbortSignal;
  /** Hears the events, beside that they are kept. */
  readonly tell?: (event: DeployEvent) => void;
}

/** What a deploy came to, and told. */
export interface Ran {
  readonly ended: Ended;
  readonly events: readonly DeployEvent[];
  readonly seconds: number;
}

/** Deploys as `slipway deploy` does. */
export async function deployTo(
  kubeconfig: string,
  desired: Desired,
  { signal = new AbortController().signal, tell, ...options }: BedOptions = {},
): Promise<Ran> {
  const events: DeployEvent[] = [];
  const cluster = await connect({ kubeconfig });
  const begun = performance.now();
  try {
    const setting = {
      cluster,
      signal,
      tell: (event: DeployEvent) => {
        events.push(event);
        tell?.(event);
      },
    };
    const ended = await deploy(setting, desired, {
      plan: {},
      origin: { author: "test", git: undefined, rollbackTo: undefined, tool: "0.0.0" },
      timeout: 240_000,
      ...options,
    });
    return { ended, events, seconds: (performance.now() - begun) / 1000 };
  } finally {
    cluster.close();
  }
}

/** How a run ended, for the message of an assertion. */
export function said({ ended }: Ran): string {
  const { outcome, message, failures, plan } = ended;
  const stops = plan?.stops.map((stop) => `stop: ${stop.message}`) ?? [];
  return [outcome, message, ...stops, ...failures.map(told)].filter(Boolean).join("\n");
}

function told({ ref, reason, message }: Failure): string {
  return `${ref.kind} ${ref.name}: ${reason}: ${message}`;
}

/**
 * The writes of slipway since a moment, without dry runs.
 *
 * @param desired only to what this release is made of: others of a run write too
 */
export async function writesSince(
  plane: ControlPlane,
  since: Date,
  desired: Desired,
): Promise<Audited[]> {
  const all = await auditedIn(plane, since);
  const ours = all.filter(({ userAgent, isDryRun }) => userAgent === "slipway" && !isDryRun);
  const objects = desired.wanted.map(({ object }) => object.metadata);
  const spaces = new Set([desired.release.namespace, ...objects.map((each) => each.namespace)]);
  const names = new Set(objects.map(({ name }) => name));
  return ours.filter(({ namespace, name = "" }) =>
    namespace === undefined ? names.has(name) : spaces.has(namespace),
  );
}

/** Every object of a deploy as it lies in the cluster, by its key, without what controllers tell in its status. */
export async function objectsOf(
  cluster: Cluster,
  { wanted }: Desired,
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    wanted.map(async ({ key, object }) => {
      const { apiVersion, kind, metadata } = object;
      const { namespace, name } = metadata;
      const live = await cluster.get({ apiVersion, kind, namespace, name });
      return [key, live ? JSON.stringify(lasting(live)) : "gone"] as const;
    }),
  );
  return new Map(found);
}

function lasting({ status: _, ...object }: KubeObject): object {
  const { resourceVersion: __, managedFields = [], ...metadata } = object.metadata;
  const managers = managedFields.filter(({ subresource }) => subresource === undefined);
  // Written by the controller that looks after the object, at its own pace.
  const ours = managers.filter(({ manager }) => manager === "slipway");
  return { ...object, metadata: { ...metadata, managedFields: ours } };
}

/** The keys whose objects differ. */
export function changed(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  return [...before].flatMap(([key, text]) => (after.get(key) === text ? [] : key));
}
