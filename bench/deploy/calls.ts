import type { ControlPlane } from "../../test/control-plane/control-plane.ts";
import { run } from "../../test/control-plane/process.ts";
import { faultyProxy, type Seen } from "../../test/deploy/faults/proxy.ts";
import type { Command } from "../process.ts";

/** The requests of one run, watches among them. */
export interface Calls {
  readonly writes: number;
  /** Writes that are only played. */
  readonly dryRuns: number;
  readonly reads: number;
}

/**
 * Counts what a command asks of the API server, in a run of its own through a proxy that lets all pass:
 * the server's audit log knows the writes alone.
 *
 * @throws Error with what the command wrote when it fails
 */
export async function callsOf(plane: ControlPlane, command: Command): Promise<Calls> {
  await using proxy = await faultyProxy(plane.kubeconfig);
  const env = { ...process.env, ...command.env, KUBECONFIG: proxy.kubeconfig };
  const [program, ...args] = command.argv;
  // What kubectl and helm keep on the disk of a server, they have of every server but this one.
  await run(plane.kubectlProgram, ["api-resources"], { env, cwd: command.cwd });
  const seen: Seen[] = [];
  proxy.hook = (_, request) => {
    seen.push(request);
    return undefined;
  };
  const ended = await run(program, args, { env, cwd: command.cwd });
  if (ended?.code !== 0)
    throw new Error(`${command.name} failed: ${ended?.stdout ?? ""}${ended?.stderr ?? ""}`);
  const sorts = Map.groupBy(seen, sortOf);
  const count = (sort: ReturnType<typeof sortOf>) => sorts.get(sort)?.length ?? 0;
  return { writes: count("write"), dryRuns: count("dry run"), reads: count("read") };
}

function sortOf({ method, path }: Seen): "write" | "dry run" | "read" {
  // Questions about rights are asked by POST.
  if (method === "GET" || path.startsWith("/apis/authorization.k8s.io/")) return "read";
  return /[?&]dryRun=/.test(path) ? "dry run" : "write";
}

/** `2.1 calls for each object (1.0 writes, 0.4 dry runs, 0.7 reads)` */
export function perObject({ writes, dryRuns, reads }: Calls, objects: number): string {
  const each = (count: number) => (count / objects).toFixed(2);
  const parts = `${each(writes)} writes, ${each(dryRuns)} dry runs, ${each(reads)} reads`;
  return `${each(writes + dryRuns + reads)} calls for each object (${parts})`;
}
