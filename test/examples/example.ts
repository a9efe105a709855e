import { fileURLToPath } from "node:url";
import { renderEnvironment } from "../../src/load/environment.ts";
import { loadPlatform } from "../../src/load/load.ts";
import type { Resolved } from "../../src/platform/resolve/index.ts";
import type { Resource } from "../control-plane/resources.ts";
import { type System, systems } from "./systems.ts";

const root = new URL("../../", import.meta.url);

/** One environment of an example, resolved and rendered. */
export interface Example {
  readonly environment: string;
  readonly resolved: Resolved;
  readonly objects: readonly Resource[];
}

/** Loads `examples/<system>/platform.ts` and renders all of its environments. */
export async function example(system: string): Promise<readonly Example[]> {
  const file = fileURLToPath(new URL(`examples/${system}/platform.ts`, root));
  const platform = await loadPlatform(file, new URL("src/index.ts", root).href);
  return Promise.all(
    platform.environments.map(async (environment) => {
      const { resolved, rendered } = await renderEnvironment(platform, file, environment);
      const objects = rendered.map(({ object }) => object as unknown as Resource);
      return { environment, resolved, objects };
    }),
  );
}

/** One environment of a system. */
export interface Place extends Example {
  readonly system: System;
}

/** Every environment of every example. */
export async function everyPlace(): Promise<readonly Place[]> {
  const loaded = systems.map(async (system) =>
    (await example(system)).map((given) => ({ system, ...given })),
  );
  return (await Promise.all(loaded)).flat();
}
