import { quote } from "../../text.ts";
import {
  APP_ARMOR_OF_CONTAINER,
  SECCOMP_OF_CONTAINER,
  SECCOMP_OF_POD,
} from "../../validation/pod/legacy-profiles.ts";
import {
  type Check,
  type CheckedPod,
  type Complain,
  containersOf,
  contextsOf,
  isForWindows,
  withoutSetting,
} from "../check.ts";

const INSTEAD = "RuntimeDefault or Localhost";

function isAllowed(type: string | undefined): boolean {
  return type === "RuntimeDefault" || type === "Localhost";
}

/** @see k8s.io/pod-security-admission/policy/check_appArmorProfile.go */
const appArmorProfile: Check = {
  id: "appArmorProfile",
  level: "baseline",
  run(pod, complain) {
    contextsOf(pod, ({ appArmorProfile: profile }, at) => {
      if (profile && !isAllowed(profile.type))
        complain(
          at.field("appArmorProfile", "type"),
          `AppArmor is off with ${quote(profile.type ?? "")}`,
          INSTEAD,
        );
    });
    const annotations = pod.metadata.annotations ?? {};
    for (const [key, value = ""] of Object.entries(annotations)) {
      if (!key.startsWith(APP_ARMOR_OF_CONTAINER)) continue;
      if (value === "" || value === "runtime/default" || value.startsWith("localhost/")) continue;
      complain(
        pod.path.field("metadata", "annotations").key(key),
        `AppArmor is off with ${quote(value)}`,
        "leave it out",
      );
    }
  },
};

/** Before there were fields. */
function forbidSeccompAnnotations({ spec, metadata, path }: CheckedPod, complain: Complain): void {
  const keys = [SECCOMP_OF_POD];
  containersOf({ spec, metadata, path, minor: 0 }, ({ name = "" }) =>
    keys.push(SECCOMP_OF_CONTAINER + name),
  );
  for (const key of keys) {
    const value = metadata.annotations?.[key];
    if (value === undefined || value.startsWith("localhost/")) continue;
    if (value !== "runtime/default" && value !== "docker/default")
      complain(
        path.field("metadata", "annotations").key(key),
        `system calls are not filtered with ${quote(value)}`,
        "runtime/default",
      );
  }
}

function forbidOtherProfiles(pod: CheckedPod, complain: Complain): void {
  contextsOf(pod, ({ seccompProfile: profile }, at) => {
    if (profile && !isAllowed(profile.type))
      complain(
        at.field("seccompProfile", "type"),
        `system calls are not filtered with ${quote(profile.type ?? "")}`,
        INSTEAD,
      );
  });
}

/** @see k8s.io/pod-security-admission/policy/check_seccompProfile_baseline.go */
const seccompBaseline: Check = {
  id: "seccompProfile_baseline",
  level: "baseline",
  run(pod, complain) {
    if (pod.minor < 19) forbidSeccompAnnotations(pod, complain);
    else forbidOtherProfiles(pod, complain);
  },
};

/** @see k8s.io/pod-security-admission/policy/check_seccompProfile_restricted.go */
const seccompRestricted: Check = {
  id: "seccompProfile_restricted",
  level: "restricted",
  since: 19,
  replaces: "seccompProfile_baseline",
  run(pod, complain) {
    if (pod.minor >= 25 && isForWindows(pod)) return;
    forbidOtherProfiles(pod, complain);
    const without = withoutSetting(pod, ({ seccompProfile }) => seccompProfile !== undefined);
    if (without.length > 0)
      complain(
        pod.path.field("spec", "securityContext", "seccompProfile", "type"),
        `system calls are not filtered in ${without.map(quote).join(", ")}`,
        INSTEAD,
      );
  },
};

export const profileChecks = [appArmorProfile, seccompBaseline, seccompRestricted];
