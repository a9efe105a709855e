import { didYouMean } from "../../closest.ts";
import { fail, type Problem, ProblemError } from "../../problem.ts";
import type { Access } from "../access.ts";
import type { Part } from "./fields.ts";
import { inCluster } from "./in-cluster.ts";
import { type Kubeconfig, kubeconfigFiles, readKubeconfig } from "./read.ts";
import { serverOf } from "./server.ts";
import { userOf } from "./user.ts";

export interface Wanted {
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Which server, as whom: by the kubeconfig, or inside a pod by its service account where there is none.
 *
 * @throws ProblemError with every mistake in what would be used
 */
export async function readAccess({ context, kubeconfig, environment }: Wanted): Promise<Access> {
  const files = kubeconfig === undefined ? kubeconfigFiles(environment) : [kubeconfig];
  const config = readKubeconfig(files);
  if (kubeconfig !== undefined && config.files.length === 0)
    fail({ message: `there is no file ${kubeconfig}` });
  if (context === undefined && kubeconfig === undefined && isEmpty(config)) {
    const inside = inCluster(environment);
    if (inside) return inside;
  }
  const name = context ?? config.currentContext;
  if (isEmpty(config)) fail(noConfig(files));
  return accessOf(config, contextNamed(config, name), name!, environment);
}

function isEmpty({ contexts, clusters, users }: Kubeconfig): boolean {
  return contexts.size + clusters.size + users.size === 0;
}

function noConfig(files: readonly string[]): Problem {
  return {
    message: `there is no kubeconfig: nothing in ${files.join(", ")}`,
    instead: "the file of your cluster as ~/.kube/config, or its path in KUBECONFIG",
  };
}

function contextNamed({ contexts, files }: Kubeconfig, name: string | undefined): Part {
  const names = [...contexts.keys()].sort();
  const list = names.length > 0 ? `there is: ${names.join(", ")}` : "there is none";
  if (name === undefined)
    return fail({
      message: `no context is chosen: ${files.join(", ")} has no current-context; ${list}`,
      instead: `--context ${names[0] ?? "NAME"}, or kubectl config use-context ${names[0] ?? "NAME"}`,
    });
  const context = contexts.get(name);
  if (context) return context;
  const near = didYouMean(name, names);
  const all = near.startsWith("did") ? ` (${list})` : "";
  return fail({ message: `there is no context "${name}" in ${files.join(", ")}: ${near}${all}` });
}

function accessOf(
  config: Kubeconfig,
  context: Part,
  name: string,
  environment: Wanted["environment"],
): Access {
  const problems: Problem[] = [];
  const collect = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const server = collect(() => serverOf(pick(config.clusters, context, "cluster", name)));
  const hasUser = context.has("user");
  const user = collect(() =>
    userOf(hasUser ? pick(config.users, context, "user", name) : undefined, {
      name: context.text("user") ?? "",
      server,
      environment,
    }),
  );
  const namespace = collect(() => namespaceOf(context));
  if (!server || !user || problems.length > 0) throw new ProblemError(problems);
  const { url, trust, proxy, isCompressed } = server;
  const target = { context: name, server: shown(url), namespace: namespace ?? "default" };
  return { target, server: url, trust, proxy, isCompressed, ...user };
}

function pick(
  all: ReadonlyMap<string, Part>,
  context: Part,
  field: "cluster" | "user",
  name: string,
): Part {
  const wanted = context.text(field);
  const names = [...all.keys()].sort();
  const found = wanted === undefined ? undefined : all.get(wanted);
  if (found) return found;
  return context.fail(field, {
    message:
      wanted === undefined
        ? `context "${name}" names no ${field}`
        : `context "${name}" wants the ${field} "${wanted}", which is in no kubeconfig: ${didYouMean(wanted, names)}`,
    instead: wanted === undefined ? `${field}: ${names[0] ?? "NAME"}` : undefined,
  });
}

function namespaceOf(context: Part): string | undefined {
  const namespace = context.text("namespace");
  if (namespace === undefined || /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace))
    return namespace;
  return context.fail("namespace", {
    message: `"${namespace}" can be no namespace`,
    instead: "lower-case letters, digits and -",
  });
}

function shown(url: URL): string {
  return url.href.replace(/\/$/, "");
}
