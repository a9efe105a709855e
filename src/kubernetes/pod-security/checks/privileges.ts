import { quote } from "../../text.ts";
import type { Container } from "../../types/core.ts";
import type { Decoded } from "../../validation/decoded.ts";
import type { FieldPath } from "../../validation/field-path.ts";
import {
  type Check,
  type CheckedPod,
  type Complain,
  containersOf,
  hasOwnUsers,
  isForWindows,
} from "../check.ts";

/** What the runtimes give to every container. */
const DEFAULT_CAPABILITIES: ReadonlySet<string> = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);
const RESTRICTED_CAPABILITIES: ReadonlySet<string> = new Set(["NET_BIND_SERVICE"]);

/** @see k8s.io/pod-security-admission/policy/check_privileged.go */
const privileged: Check = {
  id: "privileged",
  level: "baseline",
  run(pod, complain) {
    containersOf(pod, ({ securityContext }, at) => {
      if (securityContext?.privileged)
        complain(
          at.field("securityContext", "privileged"),
          "lets the container do all that the node can",
          "leave it out",
        );
    });
  },
};

/** @see k8s.io/pod-security-admission/policy/check_allowPrivilegeEscalation.go */
const allowPrivilegeEscalation: Check = {
  id: "allowPrivilegeEscalation",
  level: "restricted",
  since: 8,
  run(pod, complain) {
    if (pod.minor >= 25 && isForWindows(pod)) return;
    containersOf(pod, ({ securityContext }, at) => {
      if (securityContext?.allowPrivilegeEscalation !== false)
        complain(
          at.field("securityContext", "allowPrivilegeEscalation"),
          "lets a process get more rights than its parent has",
          "false",
        );
    });
  },
};

/** @see k8s.io/pod-security-admission/policy/check_capabilities_baseline.go */
const capabilitiesBaseline: Check = {
  id: "capabilities_baseline",
  level: "baseline",
  run(pod, complain) {
    containersOf(pod, (container, at) =>
      forbidAdded(container, DEFAULT_CAPABILITIES, at, complain),
    );
  },
};

/** @see k8s.io/pod-security-admission/policy/check_capabilities_restricted.go */
const capabilitiesRestricted: Check = {
  id: "capabilities_restricted",
  level: "restricted",
  since: 22,
  replaces: "capabilities_baseline",
  run(pod, complain) {
    if (pod.minor >= 25 && isForWindows(pod)) return;
    containersOf(pod, (container, at) => {
      const { drop = [] } = container.securityContext?.capabilities ?? {};
      if (!drop.includes("ALL"))
        complain(
          at.field("securityContext", "capabilities", "drop"),
          "the container keeps capabilities that it must give up",
          '["ALL"]',
        );
      forbidAdded(container, RESTRICTED_CAPABILITIES, at, complain);
    });
  },
};

function forbidAdded(
  { securityContext }: Decoded<Container>,
  allowed: ReadonlySet<string>,
  path: FieldPath,
  complain: Complain,
): void {
  for (const [index, name] of (securityContext?.capabilities?.add ?? []).entries())
    if (!allowed.has(name))
      complain(
        path.field("securityContext", "capabilities", "add").index(index),
        `${quote(name)} may not be added`,
        allowed === RESTRICTED_CAPABILITIES ? "at most NET_BIND_SERVICE" : "leave it out",
      );
}

function forbidUnmasked(pod: CheckedPod, complain: Complain): void {
  containersOf(pod, ({ securityContext }, at) => {
    const { procMount } = securityContext ?? {};
    if (procMount !== undefined && procMount !== "Default")
      complain(
        at.field("securityContext", "procMount"),
        "shows the container more of /proc than it may see",
        "leave it out",
      );
  });
}

/** @see k8s.io/pod-security-admission/policy/check_procMount_baseline.go */
const procMount: Check = {
  id: "procMount",
  level: "baseline",
  run(pod, complain) {
    if (!hasOwnUsers(pod)) forbidUnmasked(pod, complain);
  },
};

/** @see k8s.io/pod-security-admission/policy/check_procMount_restricted.go */
const procMountRestricted: Check = {
  id: "procMount_restricted",
  level: "restricted",
  since: 35,
  replaces: "procMount",
  run: forbidUnmasked,
};

export const privilegeChecks = [
  privileged,
  allowPrivilegeEscalation,
  capabilitiesBaseline,
  capabilitiesRestricted,
  procMount,
  procMountRestricted,
];
