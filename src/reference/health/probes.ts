import type { Probe } from "../../kubernetes/types/index.ts";
import { type Environment, tables } from "../environment.ts";
import { plainName } from "../given.ts";
import { code } from "../purposes/purposes.ts";
import { column, joined, type Varying } from "../varying.ts";

/** How the kubelet asks one container about its health. */
export interface ProbeRow {
  readonly component: string;
  readonly container: string;
  readonly kind: "startup" | "liveness" | "readiness";
  /** The request, in Markdown. */
  readonly asks: Varying<string>;
  /** When, and how patiently. */
  readonly timing: Varying<string>;
}

interface Row extends Pick<ProbeRow, "component" | "container" | "kind"> {
  readonly probe: Probe;
}

export function probeRows(environments: readonly Environment[]): readonly ProbeRow[] {
  return joined(tables(environments, probesIn)).map((row) => {
    const { component, container, kind } = row.first;
    return {
      component,
      container,
      kind,
      asks: column(row, ({ probe }) => asks(probe)),
      timing: column(row, ({ probe }) => timing(probe)),
    };
  });
}

function probesIn(environment: Environment): (readonly [string, Row])[] {
  return environment.workloads.flatMap(({ title: component, pod }) =>
    pod.containers.flatMap((container) => {
      const name = plainName(environment, container.name);
      const probes = {
        startup: container.startupProbe,
        liveness: container.livenessProbe,
        readiness: container.readinessProbe,
      };
      return (["startup", "liveness", "readiness"] as const).flatMap((kind) => {
        const probe = probes[kind];
        if (!probe) return [];
        return [
          [`${component}/${name}/${kind}`, { component, container: name, kind, probe }],
        ] as const;
      });
    }),
  );
}

function asks({ httpGet, exec, tcpSocket, grpc }: Probe): string {
  if (httpGet) return `GET ${code(httpGet.path ?? "/")} on port ${httpGet.port}`;
  if (exec) return `runs ${code((exec.command ?? []).join(" "))}`;
  if (tcpSocket) return `connects to port ${tcpSocket.port}`;
  return `gRPC health on port ${grpc?.port}`;
}

/** @see k8s.io/kubernetes/pkg/apis/core/v1/defaults.go SetDefaults_Probe */
function timing(probe: Probe): string {
  const {
    initialDelaySeconds = 0,
    periodSeconds = 10,
    timeoutSeconds = 1,
    failureThreshold = 3,
  } = probe;
  return [
    ...(initialDelaySeconds > 0 ? [`after ${initialDelaySeconds} s`] : []),
    `every ${periodSeconds} s`,
    `${timeoutSeconds} s to answer`,
    `fails after ${failureThreshold} misses`,
  ].join(", ");
}
