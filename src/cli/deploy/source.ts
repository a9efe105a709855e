import type { Finding } from "../../check/finding.ts";
import type { Cluster } from "../../client/cluster.ts";
import type { Desired, ReleaseName, Wanted } from "../../deploy/wanted.ts";
import { renderEnvironment } from "../../load/environment.ts";
import { loadPlatform } from "../../load/load.ts";
import { fail } from "../../problem.ts";
import { chosenEnvironment } from "../chosen-environment.ts";
import { imagesOf, tagOf } from "../images.ts";
import { noticingEnd } from "../premature-end.ts";
import { entry } from "../program.ts";

/** What names the release that a command is about. */
export interface Given {
  readonly file: string | undefined;
  readonly environment: string | undefined;
  readonly release: string | undefined;
  readonly namespace: string | undefined;
  readonly image: readonly string[];
  readonly tag: string | undefined;
}

/** Where what is deployed comes from. */
export interface Source {
  readonly release: ReleaseName;
  /** The context that it belongs to. */
  readonly context: string | undefined;
  readonly isProtected: boolean;
  /** What the check finds wrong with it. */
  readonly errors: () => Promise<readonly Finding[]>;
  /** What it renders, without what the deploy adds: for the parts and the lines of objects. */
  readonly rendered: () => Promise<readonly Wanted[]>;
  readonly desired: (cluster: Cluster) => Promise<Desired>;
}

/** A platform's environment, or the manifests of paths. */
export async function sourceOf(given: Given, paths: readonly string[]): Promise<Source> {
  if (paths.length > 0) return fromPaths(given, paths);
  if (given.namespace !== undefined)
    fail({
      message: "-n is for paths: a platform's environment has a namespace of its own",
      instead: "slipway deploy PATH... --release NAME -n NAMESPACE, or leave it out",
    });
  return fromPlatform(given);
}

async function fromPlatform(given: Given): Promise<Source> {
  const file = given.file ?? "platform.ts";
  const choice = { images: imagesOf(given.image), tag: tagOf(given.tag) };
  const platform = await noticingEnd(() => loadPlatform(file, entry));
  const environment = chosenEnvironment(platform, given.environment);
  const made = await renderEnvironment(platform, file, environment, choice);
  const { resolved } = made;
  return {
    release: { name: resolved.platform, namespace: resolved.namespace },
    context: resolved.cluster.context,
    isProtected: resolved.isProtected,
    async errors() {
      const { checkedEnvironment } = await import("../check/of-environment.ts");
      return errorsIn((await checkedEnvironment(made, file)).findings);
    },
    async rendered() {
      const { desiredOf } = await import("../../inputs/desired.ts");
      return desiredOf(made, file, choice).wanted;
    },
    async desired(cluster) {
      const { desiredOf } = await import("../../inputs/desired.ts");
      const { withSecrets } = await import("../../inputs/secrets.ts");
      return withSecrets(desiredOf(made, file, choice), resolved, file, cluster);
    },
  };
}

async function fromPaths(given: Given, paths: readonly string[]): Promise<Source> {
  const { release: name, namespace } = given;
  if (given.file !== undefined || given.environment !== undefined)
    fail({
      message: "-f and -e are for a platform, and paths are named",
      instead: "one of the two",
    });
  if (given.image.length > 0 || given.tag !== undefined)
    fail({
      message: "--image and --tag are for a platform's own images",
      instead: "the images in the manifests",
    });
  if (name === undefined || namespace === undefined)
    fail({
      message: "paths need a name for their release, and a namespace",
      instead: `slipway deploy ${paths.join(" ")} --release NAME -n NAMESPACE`,
    });
  const release = { name, namespace };
  const { checkedWorld } = await import("../check/of-paths.ts");
  const { world, findings } = await checkedWorld(paths);
  return {
    release,
    context: undefined,
    isProtected: false,
    errors: async () => errorsIn(findings),
    rendered: async () => [],
    async desired(cluster) {
      const { desiredOfWorld } = await import("../../inputs/desired-files.ts");
      return desiredOfWorld(world, release, cluster);
    },
  };
}

function errorsIn(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === "error");
}
