import { fileURLToPath } from "node:url";
import { loadPlatform } from "../../src/load/load.ts";
import { type Resolved, resolve } from "../../src/platform/resolve/index.ts";
import { render } from "../../src/render/index.ts";
import type { Resource } from "../control-plane/resources.ts";

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
  return platform.environments.map((environment) => {
    const resolved = resolve(platform, environment);
    const objects = render(resolved).map(({ object }) => object as unknown as Resource);
    return { environment, resolved, objects };
  });
}
