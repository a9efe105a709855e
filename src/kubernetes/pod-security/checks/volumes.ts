import type { Check } from "../check.ts";

const ALLOWED = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
] as const;

/** @see k8s.io/pod-security-admission/policy/check_restrictedVolumes.go */
const restrictedVolumes: Check = {
  id: "restrictedVolumes",
  level: "restricted",
  replaces: "hostPathVolumes",
  run({ spec, path }, complain) {
    for (const [index, volume] of (spec.volumes ?? []).entries()) {
      if (ALLOWED.some((name) => volume[name] !== undefined)) continue;
      const at = path.field("spec", "volumes").index(index);
      const kind = Object.keys(volume).find((name) => name !== "name");
      complain(
        kind === undefined ? at : at.field(kind),
        "is a kind of volume that may not be used here",
        "a persistentVolumeClaim, or an emptyDir",
      );
    }
  },
};

export const volumeChecks = [restrictedVolumes];
