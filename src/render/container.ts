import type {
  Container,
  ContainerPort,
  EnvFromSource,
  Probe,
  ResourceRequirements,
  SecurityContext,
} from "../kubernetes/types/index.ts";
import { seconds } from "../platform/options/values.ts";
import type {
  ResolvedContainer,
  ResolvedProbe,
  ResolvedProbes,
  ResolvedResources,
} from "../platform/resolve/index.ts";
import { renderEnv } from "./env.ts";
import { compact } from "./rendered.ts";
import type { VolumeNames } from "./volumes.ts";

export interface ContainerSecurity {
  readonly readOnlyRoot: boolean;
  readonly capabilities: readonly string[];
}

/** A container as Kubernetes writes it, without probes. */
export function renderContainer(
  container: ResolvedContainer,
  security: ContainerSecurity,
  volumes: VolumeNames,
): Container {
  return compact<Container>({
    name: container.name,
    image: container.image,
    command: container.command && [...container.command],
    args: container.args && [...container.args],
    ports: container.ports.map(
      ({ name, number }): ContainerPort => ({ name, containerPort: number }),
    ),
    envFrom: container.envFrom.map(envFrom),
    env: renderEnv(container.env),
    resources: renderResources(container.resources),
    volumeMounts: container.mounts.map(({ path, from, readOnly }) => ({
      name: volumes(from),
      mountPath: path,
      ...(readOnly && { readOnly }),
    })),
    securityContext: renderSecurity(security),
  });
}

function envFrom(source: ResolvedContainer["envFrom"][number]): EnvFromSource {
  const optional = source.optional && { optional: true };
  if (source.config !== undefined) return { configMapRef: { name: source.config, ...optional } };
  return { secretRef: { name: source.secret as string, ...optional } };
}

export function renderResources({ cpu, memory }: ResolvedResources): ResourceRequirements {
  const limits = compact({
    cpu: cpu.limit === undefined ? undefined : String(cpu.limit),
    memory: memory.limit,
  });
  return compact<ResourceRequirements>({
    requests: { cpu: String(cpu.request), memory: memory.request },
    limits: limits as { [key: string]: string },
  });
}

function renderSecurity({ readOnlyRoot, capabilities }: ContainerSecurity): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    ...(readOnlyRoot && { readOnlyRootFilesystem: true }),
    capabilities: { drop: ["ALL"], ...(capabilities.length > 0 && { add: [...capabilities] }) },
  };
}

export function renderProbes({ startup, liveness, readiness }: ResolvedProbes): Partial<Container> {
  return compact({
    startupProbe: startup && renderProbe(startup),
    livenessProbe: liveness && renderProbe(liveness),
    readinessProbe: readiness && renderProbe(readiness),
  });
}

function renderProbe(probe: ResolvedProbe): Probe {
  const time = (duration: ResolvedProbe["after"]) =>
    duration === undefined ? undefined : seconds(duration);
  return compact<Probe>({
    ...question(probe),
    initialDelaySeconds: time(probe.after),
    periodSeconds: time(probe.every),
    timeoutSeconds: time(probe.timeout),
    failureThreshold: probe.failures,
    successThreshold: probe.successes,
  });
}

function question(probe: ResolvedProbe): Probe {
  if ("get" in probe) {
    const httpHeaders = Object.entries(probe.headers ?? {}).map(([name, value]) => ({
      name,
      value,
    }));
    return {
      httpGet: {
        path: probe.get,
        port: probe.port,
        ...(httpHeaders.length > 0 && { httpHeaders }),
      },
    };
  }
  if ("tcp" in probe) return { tcpSocket: { port: probe.tcp } };
  if ("exec" in probe) return { exec: { command: [...probe.exec] } };
  return { grpc: compact({ port: probe.grpc, service: probe.service }) };
}
