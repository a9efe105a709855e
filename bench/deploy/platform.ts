import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ControlPlane } from "../../test/control-plane/control-plane.ts";
import { startControlPlane } from "../../test/control-plane/control-plane.ts";
import { type Deployable, deployables, give } from "../../test/deploy/deploy/systems.ts";
import { Played } from "../../test/examples/played.ts";
import type { Bench } from "../bench.ts";
import { objectsOf, type Written } from "../objects.ts";
import { type Command, outputOf } from "../process.ts";
import { render } from "../slipway.ts";
import { untilReady } from "./ready.ts";
import { type Given, HELM_NAMESPACE, home } from "./rivals.ts";

/** A control plane of its own, and thebot's production to deploy on it. */
export class Ground implements Given, AsyncDisposable {
  readonly plane: ControlPlane;
  readonly objects: readonly Written[];
  readonly namespace: string;
  readonly scratch: string;
  /** `slipway deploy` of it. */
  readonly slipway: Command;
  private readonly played: Played;

  private constructor(
    plane: ControlPlane,
    production: Deployable,
    { slipway, scratch }: Bench,
    part: string,
  ) {
    this.plane = plane;
    this.objects = objectsOf(outputOf(render(slipway, "thebot", "production")));
    this.namespace = production.resolved.namespace;
    this.scratch = join(scratch, part);
    mkdirSync(join(this.scratch, "home"), { recursive: true });
    this.played = new Played("thebot", [production], plane);
    const args = ["deploy", "-f", "thebot/platform.ts", "-e", "production"];
    this.slipway = slipway.command("slipway deploy", args, home(this));
  }

  /** @param part of the bench, for its files */
  static async of(bench: Bench, part: string): Promise<Ground> {
    const environments = await deployables("thebot");
    const production = environments.find(({ environment }) => environment === "production")!;
    const plane = await startControlPlane({ nodes: 8, tell: (line) => console.error(line) });
    try {
      await give(plane, "thebot", [production]);
      return new Ground(plane, production, bench, part);
    } catch (problem) {
      await plane.stop();
      throw problem;
    }
  }

  /** As if nobody had deployed it yet. */
  async clear(): Promise<void> {
    await this.played.takeDown();
    const kept = `/api/v1/namespaces/${HELM_NAMESPACE}/secrets?labelSelector=owner%3Dhelm`;
    await this.plane.request("DELETE", kept);
  }

  untilReady(): Promise<number> {
    return untilReady(this.plane, this.objects, this.namespace);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.plane.stop();
  }
}
