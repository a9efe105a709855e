import { setFlagsFromString } from "node:v8";
import type { Cluster } from "../../client/cluster.ts";
import { connect } from "../../client/connect.ts";
import { releaseNameProblem } from "../../deploy/release/release-name.ts";
import type { ReleaseName } from "../../deploy/wanted.ts";
import { fail } from "../../problem.ts";
import { type DeployReport, deployReport } from "../../report/deploy/index.ts";
import { type Output, problemsLookOf, screenOf, write } from "../output.ts";
import { type Given, type Source, sourceOf } from "./source.ts";

/** What commands share that are about a release in a cluster. */
export interface Session {
  readonly cluster: Cluster;
  readonly release: ReleaseName;
  readonly isProtected: boolean;
  /** Undefined for a release of paths that are not named again. */
  readonly source: Source | undefined;
  readonly report: DeployReport;
}

type Asked = Partial<Given> & {
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly json: boolean;
};

/**
 * Finds out which release in which cluster a command is about, shows it, and does the work.
 *
 * @param paths of which the release is
 * @param told where the target and what happens is shown: beside the result of commands that have one
 */
export async function session<T>(
  asked: Asked,
  paths: readonly string[],
  work: (session: Session) => Promise<T>,
  told: Output = "stdout",
): Promise<T> {
  const named = namedRelease(asked, paths);
  const none = { file: undefined, environment: undefined, release: undefined };
  const given: Given = { ...none, namespace: undefined, image: [], tag: undefined, ...asked };
  const source = named ? undefined : await sourceOf(given, paths);
  const release = named ?? (source as Source).release;
  const { context } = source ?? {};
  const isProtected = source?.isProtected ?? false;
  return inSession(asked, { release, source, isProtected, context }, work, told);
}

/** What a session is about, where that is known already. */
export type About = Pick<Session, "release" | "source" | "isProtected"> & {
  /** The context that it belongs to. */
  readonly context: string | undefined;
};

/** The same for a release that is known. */
export async function inSession<T>(
  asked: Pick<Asked, "context" | "kubeconfig" | "json">,
  { release, source, isProtected, context: own }: About,
  work: (session: Session) => Promise<T>,
  told: Output = "stdout",
): Promise<T> {
  const problem = releaseNameProblem(release.name);
  if (problem !== undefined)
    fail({ message: `a release cannot be called ${release.name}: it ${problem}` });
  const screen = screenOf(told);
  const look = { ...problemsLookOf(told), ...screen };
  const format = screen ? "live" : "text";
  const report = deployReport(asked.json ? "json" : format, look, (text) => {
    // A reader who has gone ends the program; the lock is left to expire.
    void write(told, text);
  });
  staySmall();
  const { context, kubeconfig } = asked;
  const onTrouble = (message: string) => report.tell({ type: "trouble", message });
  const cluster = await connect({ context, kubeconfig, onTrouble });
  try {
    belongs(own, cluster.target.context);
    report.tell({ type: "target", target: cluster.target, release });
    return await work({ cluster, release, isProtected, source, report });
  } finally {
    report.end();
    cluster.close();
  }
}

/**
 * What a cluster tells is looked at and forgotten. Room for young objects, which else grows with how many
 * live at a time, would be most of what a deploy of a thousand objects needs.
 */
function staySmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}

/** @throws ProblemError where a release is named, and nothing that it is to be */
export function sourceIn({ source, release }: Session): Source {
  if (source) return source;
  const { name, namespace } = release;
  return fail({
    message: `what is to be deployed as ${name}?`,
    instead: `slipway deploy PATH... --release ${name} -n ${namespace}; a platform has a name and a namespace of its own`,
  });
}

/** A release that was made of paths needs them no more once it is there. */
function namedRelease(
  { release: name, namespace }: Asked,
  paths: readonly string[],
): ReleaseName | undefined {
  if (name === undefined || paths.length > 0) return undefined;
  if (namespace === undefined)
    fail({ message: "a release is in a namespace", instead: `--release ${name} -n NAMESPACE` });
  return { name, namespace };
}

/** What belongs to one cluster does not go to another. */
function belongs(context: string | undefined, chosen: string): void {
  if (context === undefined || context === chosen) return;
  fail({
    message: `this environment belongs to the context ${context}, and ${chosen} is chosen`,
    why: "its cluster.context says so",
    instead: `--context ${context}`,
  });
}
