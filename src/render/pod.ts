import type { Container, PodSpec, PodTemplateSpec } from "../kubernetes/types/index.ts";
import { seconds } from "../platform/options/values.ts";
import type { Program, Resolved, ResolvedContainer, Running } from "../platform/resolve/index.ts";
import { renderContainer, renderProbes } from "./container.ts";
import { compact, labelsOf } from "./rendered.ts";
import { renderScheduling } from "./scheduling.ts";
import { renderVolumes, type VolumeNames, volumeNames } from "./volumes.ts";

/** The pods of a program that runs all the time. */
export function runningPod(resolved: Resolved, program: Running): PodTemplateSpec {
  const replicated = typeof program.scale === "number" ? program.scale > 1 : program.scale.max > 1;
  const drain = program.drain === undefined ? 0 : seconds(program.drain);
  const grace = seconds(program.stopWithin ?? "30s") + drain;
  const volumes = volumeNames(resolved, containersOf(program));
  const main: Container = {
    ...renderContainer(program.main, program.security, volumes),
    ...renderProbes(program.probes),
    ...(drain > 0 && { lifecycle: { preStop: { sleep: { seconds: drain } } } }),
  };
  const pod = programPod(resolved, program, main, volumes, replicated);
  return {
    ...pod,
    spec: { ...pod.spec, ...(grace !== 30 && { terminationGracePeriodSeconds: grace }) } as PodSpec,
  };
}

/** The pods of a program that runs to its end; the Job starts a new pod where one fails. */
export function finitePod(resolved: Resolved, program: Program): PodTemplateSpec {
  const volumes = volumeNames(resolved, containersOf(program));
  const main = renderContainer(program.main, program.security, volumes);
  const pod = programPod(resolved, program, main, volumes, false);
  return { ...pod, spec: { ...(pod.spec as PodSpec), restartPolicy: "Never" } };
}

function containersOf({ main, init, sidecars }: Program): readonly ResolvedContainer[] {
  return [main, ...init, ...sidecars];
}

function programPod(
  resolved: Resolved,
  program: Program,
  main: Container,
  volumes: VolumeNames,
  replicated: boolean,
): PodTemplateSpec {
  const { security } = program;
  const sidecars = program.sidecars.map(
    (sidecar): Container => ({
      ...renderContainer(sidecar, security, volumes),
      restartPolicy: "Always",
    }),
  );
  const init = program.init.map((step) => renderContainer(step, security, volumes));
  return {
    metadata: compact({
      labels: { ...labelsOf(resolved, program.name), ...program.labels },
      annotations: { ...program.annotations },
    }),
    spec: compact<PodSpec>({
      serviceAccountName: program.names.account,
      automountServiceAccountToken: program.access.length > 0 ? undefined : false,
      enableServiceLinks: false,
      imagePullSecrets: pullSecrets(resolved),
      securityContext: podSecurity(security),
      ...renderScheduling(resolved, program.name, program.scheduling, replicated),
      initContainers: [...sidecars, ...init],
      containers: [main],
      volumes: renderVolumes(containersOf(program), volumes),
    }),
  };
}

/** What opens the registry, for every pod alike. */
export function pullSecrets({ pull }: Resolved): { name: string }[] {
  return pull === undefined ? [] : [{ name: pull }];
}

/** The user, the groups and the system calls of every container of a pod. */
export function podSecurity(security: {
  user: number;
  group: number;
  volumeGroup: number;
}): PodSpec["securityContext"] {
  return {
    runAsNonRoot: true,
    runAsUser: security.user,
    runAsGroup: security.group,
    fsGroup: security.volumeGroup,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}
