import { fileURLToPath } from "node:url";
import { existing } from "../../src/index.ts";
import { loadPlatform } from "../../src/load/load.ts";
import type { Environment } from "../../src/platform/environment.ts";
import { platform, platformDefinition } from "../../src/platform/platform.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { render } from "../../src/render/index.ts";
import type { Resource } from "../control-plane/resources.ts";
import type { Example } from "./example.ts";

const root = new URL("../../", import.meta.url);

/** What an ingress says that Envoy Gateway cannot do, and which paths carry WebSockets. */
const noConnections = { rateLimit: { connections: null } };
const changes: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  thebot: {
    edge: { ...noConnections, bodySize: null }, // the pages' nginx has a limit, and hands WebSockets on
    apiEdge: { ...noConnections, webSockets: ["/ws"] },
  },
  wbot: { edge: { ...noConnections, webSockets: [] } },
  piyasa: {},
  basebook: {},
};

export const systemsBehindGateways: readonly string[] = Object.keys(changes);

/** Every environment of an example, with Envoy Gateway in place of ingress-nginx. */
export async function exampleBehindGateway(system: string): Promise<readonly Example[]> {
  const file = fileURLToPath(new URL(`examples/${system}/platform.ts`, root));
  const loaded = await loadPlatform(file, new URL("src/index.ts", root).href);
  const { name, options } = platformDefinition(loaded);
  const environments = Object.entries(options.environments).map(([key, environment]) => {
    const { ingress: _, ...cluster } = environment.cluster ?? {};
    const components = { ...environment.components } as Record<string, object>;
    for (const [component, change] of Object.entries(changes[system] ?? {}))
      components[component] = { ...components[component], ...change };
    // Files of sealed secrets belong to the example's folder, and say nothing of routes.
    const secrets = existing();
    const place = { ...environment, secrets, components, cluster: { ...cluster, gateway: {} } };
    return [key, place as Environment<object>] as const;
  });
  const moved = platform(name, { ...options, environments: Object.fromEntries(environments) });
  return moved.environments.map((environment) => {
    const resolved = resolve(moved, environment);
    const objects = render(resolved).map(({ object }) => object as unknown as Resource);
    return { environment, resolved, objects };
  });
}
