import { load, loadAll } from "js-yaml";
import { platform, web } from "../../../src/index.ts";
import { kustomizeTree } from "../../../src/manifests/kustomize/index.ts";
import { resolve } from "../../../src/platform/resolve/index.ts";
import { ProblemError } from "../../../src/problem.ts";
import { render } from "../../../src/render/index.ts";
import { app, resources } from "../../platform/shop.ts";
import type { Loose } from "../../render/objects.ts";

const shop = web("shop", { image: app, port: 80, resources, scale: 2 });

export interface Given {
  readonly objects?: readonly object[];
  readonly [option: string]: unknown;
}

/** The tree of a platform with these environments, each in a namespace of its own. */
export function treeOf(environments: Readonly<Record<string, Given>>, options: object = {}) {
  const all = Object.entries(environments).map(([name, given]) => {
    const place = { namespace: `shop-${name}`, images: { registry: "gcr.io", tag: name } };
    return [name, { ...place, ...given }];
  });
  const made = platform("shop", {
    components: { shop },
    environments: Object.fromEntries(all),
    ...options,
  } as never);
  const renderings = made.environments.map((environment) => {
    const resolved = resolve(made, environment);
    return { resolved, rendered: render(resolved) };
  });
  const { files } = kustomizeTree(renderings);
  return {
    files,
    paths: [...files.keys()],
    /** The documents of a file. */
    read: (path: string): Loose[] => loadAll(files.get(path) ?? "") as Loose[],
    overlay: (name: string): Loose => load(files.get(`overlays/${name}/kustomization.yaml`) ?? ""),
    base: (kind: string, name: string): Loose =>
      [...files].flatMap(([path, text]) => {
        const all = path.startsWith("base/") ? (loadAll(text) as Loose[]) : [];
        return all.filter((object) => object.kind === kind && object.metadata?.name === name);
      })[0],
  };
}

export function problems(
  environments: Readonly<Record<string, Given>>,
  options?: object,
): string[] {
  try {
    treeOf(environments, options);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ message }) => message);
  }
}

export const map = (name: string, data: object = {}, more: object = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, ...more },
  data,
});
export const deployment = (name: string, image: string, replicas = 1) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    replicas,
    selector: {},
    template: {
      spec: {
        containers: [
          { name: "main", image, resources: { requests: { cpu: "1m", memory: "1Mi" } } },
        ],
      },
    },
  },
});
