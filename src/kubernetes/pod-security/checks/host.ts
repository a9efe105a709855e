import type { LifecycleHandler, Probe } from "../../types/core.ts";
import type { Decoded } from "../../validation/decoded.ts";
import type { FieldPath } from "../../validation/field-path.ts";
import { type Check, type Complain, containersOf, contextsOf } from "../check.ts";

/** @see k8s.io/pod-security-admission/policy/check_hostNamespaces.go */
const hostNamespaces: Check = {
  id: "hostNamespaces",
  level: "baseline",
  run({ spec, path }, complain) {
    const shared = { hostNetwork: "network", hostPID: "processes", hostIPC: "shared memory" };
    for (const [name, what] of Object.entries(shared))
      if (spec[name as keyof typeof shared])
        complain(path.field("spec", name), `shares the node's ${what}`, "leave it out");
  },
};

/** @see k8s.io/pod-security-admission/policy/check_hostPathVolumes.go */
const hostPathVolumes: Check = {
  id: "hostPathVolumes",
  level: "baseline",
  run({ spec, path }, complain) {
    for (const [index, { hostPath }] of (spec.volumes ?? []).entries())
      if (hostPath)
        complain(
          path.field("spec", "volumes").index(index).field("hostPath"),
          "mounts a folder of the node",
          "an emptyDir, or a persistentVolumeClaim",
        );
  },
};

/** @see k8s.io/pod-security-admission/policy/check_hostPorts.go */
const hostPorts: Check = {
  id: "hostPorts",
  level: "baseline",
  run(pod, complain) {
    containersOf(pod, ({ ports = [] }, at) => {
      for (const [index, { hostPort = 0 }] of ports.entries())
        if (hostPort !== 0)
          complain(
            at.field("ports").index(index).field("hostPort"),
            `takes the port ${hostPort} of the node`,
            "leave it out, and reach the pod by a Service",
          );
    });
  },
};

/** @see k8s.io/pod-security-admission/policy/check_hostProbesAndhostLifecycle.go */
const hostProbes: Check = {
  id: "hostProbesAndHostLifecycle",
  level: "baseline",
  since: 34,
  run(pod, complain) {
    containersOf(pod, (container, at) => {
      for (const name of ["livenessProbe", "readinessProbe", "startupProbe"] as const)
        forbidHosts(container[name], at.field(name), complain);
      for (const name of ["postStart", "preStop"] as const)
        forbidHosts(container.lifecycle?.[name], at.field("lifecycle", name), complain);
    });
  },
};

function forbidHosts(
  handler: Decoded<Probe | LifecycleHandler> | undefined,
  path: FieldPath,
  complain: Complain,
): void {
  for (const name of ["httpGet", "tcpSocket"] as const) {
    const host = handler?.[name]?.host ?? "";
    if (host !== "")
      complain(
        path.field(name, "host"),
        `lets the node ask another host, ${host}`,
        "leave it out: the pod itself is asked",
      );
  }
}

/** @see k8s.io/pod-security-admission/policy/check_windowsHostProcess.go */
const windowsHostProcess: Check = {
  id: "windowsHostProcess",
  level: "baseline",
  run(pod, complain) {
    contextsOf(pod, ({ windowsOptions }, at) => {
      if (windowsOptions?.hostProcess)
        complain(
          at.field("windowsOptions", "hostProcess"),
          "runs on the node itself",
          "leave it out",
        );
    });
  },
};

export const hostChecks = [
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  windowsHostProcess,
];
