import type { Deployment, DeploymentStrategy, StatefulSet } from "../kubernetes/types/index.ts";
import type { Resolved, Running } from "../platform/resolve/index.ts";
import { runningPod } from "./pod.ts";
import { compact, meta, owned, type Rendered, selectorOf } from "./rendered.ts";
import { claimTemplates } from "./storage.ts";

/** The Deployment, or for stable members the StatefulSet, of a program that runs all the time. */
export function renderWorkload(resolved: Resolved, program: Running): Rendered[] {
  const workload =
    program.runs === "members" ? statefulSet(resolved, program) : deployment(resolved, program);
  return owned(program, "workloads", workload);
}

function deployment(resolved: Resolved, program: Running): Deployment {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta(resolved, program.name, program.name),
    spec: compact({
      replicas: replicas(program),
      strategy: strategy(program),
      selector: { matchLabels: selectorOf(resolved, program.name) },
      template: runningPod(resolved, program),
    }),
  };
}

/** Members start and stop together: work that is split by number has no reason to wait in line. */
function statefulSet(resolved: Resolved, program: Running): StatefulSet {
  const service = program.services.find(({ first }) => first)?.name;
  const { main, init, sidecars } = program;
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: meta(resolved, program.name, program.name),
    spec: compact({
      replicas: replicas(program),
      serviceName: service,
      podManagementPolicy: "Parallel" as const,
      selector: { matchLabels: selectorOf(resolved, program.name) },
      template: runningPod(resolved, program),
      volumeClaimTemplates: claimTemplates(resolved, [main, ...init, ...sidecars]),
    }),
  };
}

/** An autoscaler owns the number of replicas; writing it too would reset it at every deploy. */
function replicas(program: Running): number | undefined {
  return typeof program.scale === "number" ? program.scale : undefined;
}

function strategy({ strategy: wanted }: Running): DeploymentStrategy {
  if (wanted === "recreate") return { type: "Recreate" };
  return { rollingUpdate: compact({ maxSurge: wanted.surge, maxUnavailable: wanted.unavailable }) };
}
