import type { Probe } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";

/** When a probe is made, in seconds; what is left out has its default. */
export interface Rhythm {
  readonly delay: number;
  readonly period: number;
  readonly failures: number;
}

/** @see k8s.io/kubernetes/pkg/apis/core/v1/defaults.go SetDefaults_Probe */
export function rhythmOf(probe: Decoded<Probe>): Rhythm {
  return {
    delay: probe.initialDelaySeconds ?? 0,
    period: probe.periodSeconds || 10,
    failures: probe.failureThreshold || 3,
  };
}

/** Seconds after which a container is stopped of which the probe always fails. */
export function patienceOf(probe: Decoded<Probe>): number {
  const { delay, period, failures } = rhythmOf(probe);
  return delay + (failures - 1) * period;
}

/** Whether two probes ask the same program: they connect to one port. */
export function asksSame(one: Decoded<Probe>, other: Decoded<Probe>): boolean {
  const port = portOf(one);
  return port !== undefined && port === portOf(other);
}

function portOf({ httpGet, tcpSocket, grpc }: Decoded<Probe>): number | string | undefined {
  return httpGet?.port ?? tcpSocket?.port ?? grpc?.port;
}
