import { applyAll, remove } from "../control-plane/apply.ts";
import type { ControlPlane } from "../control-plane/control-plane.ts";
import { declareMetrics } from "../control-plane/custom-metrics.ts";
import { waitUntil } from "../control-plane/wait.ts";
import { clusterGivens, namespace } from "./cluster-givens.ts";
import { metricsServedBy } from "./custom-metrics.ts";
import type { Example } from "./example.ts";
import { type Live, list } from "./live.ts";
import { asSent, secretsOfOthers } from "./secrets.ts";
import type { System } from "./systems.ts";

/** A system in a cluster, all of its environments side by side. */
export class Played {
  readonly system: System;
  readonly environments: readonly Example[];
  readonly plane: ControlPlane;
  readonly namespaces: readonly string[];
  /** When the server had taken the last of its objects. */
  applied = 0;

  constructor(system: System, environments: readonly Example[], plane: ControlPlane) {
    this.system = system;
    this.environments = environments;
    this.plane = plane;
    this.namespaces = environments.map(({ resolved }) => resolved.namespace);
  }

  /** The label by which this platform tells its components apart. */
  get selectorLabel(): string {
    return this.environments[0]?.resolved.selector ?? "";
  }

  /** Everything that others make, and then all that is rendered, as it is. */
  async bringUp(): Promise<void> {
    await this.serveMetrics();
    await applyAll(this.plane, clusterGivens);
    await applyAll(this.plane, this.namespaces.map(namespace));
    await applyAll(
      this.plane,
      this.environments.flatMap((given) => secretsOfOthers(given)),
    );
    await applyAll(
      this.plane,
      this.environments.flatMap((given) => asSent(given)),
    );
    await this.fillStores();
    this.applied = Date.now();
  }

  /** A store that is asked for all that it holds has the keys that must be there, and no other. */
  private async fillStores(): Promise<void> {
    for (const { resolved, objects } of this.environments) {
      for (const { kind, metadata, ...rest } of objects) {
        const { spec } = rest as { spec?: { dataFrom?: object } };
        if (kind !== "ExternalSecret" || !spec?.dataFrom) continue;
        const secret = resolved.secrets.find(({ name }) => name === metadata.name);
        const held = secret?.keys.filter((key) => !secret.optionalKeys.includes(key)) ?? [];
        const knob = `slipway.test/keys=${held}`;
        const where = ["-n", resolved.namespace, "externalsecret", `${metadata.name}`];
        await this.kubectl("annotate", ...where, knob);
      }
    }
  }

  /** Declares every metric that a rendered configuration of Prometheus Adapter would serve. */
  private async serveMetrics(): Promise<void> {
    const served = this.environments.flatMap(({ objects }) => objects.flatMap(metricsServedBy));
    const values = served.map((name) => [name, "1"]);
    await declareMetrics(this.plane, this.system, Object.fromEntries(values));
  }

  /** Leaves the cluster as it was, so that the next system has all of it. */
  async takeDown(): Promise<void> {
    const outside = this.environments
      .flatMap(({ objects }) => objects)
      .filter(({ metadata }) => !this.namespaces.includes(metadata.namespace ?? ""));
    const spaces = this.namespaces.map(namespace);
    await remove(this.plane, ...spaces, ...outside);
    // A namespace waits for half of its pods' grace before it looks again whether they are gone.
    for (const name of this.namespaces)
      await this.plane.request("DELETE", `/api/v1/namespaces/${name}/pods?gracePeriodSeconds=0`);
    await waitUntil(`${this.namespaces} to be gone`, async () => {
      const left = await list(this.plane, "/api/v1", "namespaces");
      const names = left.map(({ metadata }) => metadata.name);
      return names.filter((name) => this.namespaces.includes(name)).join() || undefined;
    });
  }

  /** What the server holds of one resource in the namespaces of all environments. */
  async each<T = Live>(group: string, resource: string): Promise<readonly T[]> {
    const lists = this.namespaces.map((name) => list<T>(this.plane, group, resource, name));
    return (await Promise.all(lists)).flat();
  }

  async in<T = Live>(name: string, group: string, resource: string): Promise<readonly T[]> {
    return list<T>(this.plane, group, resource, name);
  }

  /** kubectl, which must have nothing to complain of; answers what it prints. */
  async kubectl(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.plane.kubectl(args);
    if (code !== 0 || stderr !== "") throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
    return stdout;
  }
}
