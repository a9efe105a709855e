import { readData } from "./data.ts";
import { findKind, versionsOf } from "./kinds.ts";
import { splitApiVersion } from "./versions.ts";

/** An API version of a kind that Kubernetes no longer serves, or will stop to serve. */
export interface Removal {
  /** The first minor of Kubernetes 1 without it. */
  readonly minor: number;
  /** What to use in its place; undefined when nothing of the kind is left. */
  readonly replacement: { readonly apiVersion: string; readonly kind: string } | undefined;
  /** What to do where no other kind takes its place. */
  readonly advice?: string;
}

interface StoredRemoval {
  removed: number;
  replacement?: { apiVersion: string; kind: string };
}

/**
 * Kinds whose types have left Kubernetes' source, so that the generated data no longer has them.
 * Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/ and, for PodPreset and
 * batch/v2alpha1, the change logs of 1.20 and 1.21.
 */
const BY_HAND: Readonly<Record<string, Removal>> = {
  "policy/v1beta1/PodSecurityPolicy": {
    minor: 25,
    replacement: undefined,
    advice: "label the namespace with pod-security.kubernetes.io/enforce (Pod Security Admission)",
  },
  "extensions/v1beta1/PodSecurityPolicy": {
    minor: 16,
    replacement: undefined,
    advice: "label the namespace with pod-security.kubernetes.io/enforce (Pod Security Admission)",
  },
  "autoscaling/v2beta1/HorizontalPodAutoscaler": by(
    25,
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
  ),
  "autoscaling/v2beta2/HorizontalPodAutoscaler": by(
    26,
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
  ),
  "apiextensions.k8s.io/v1beta1/CustomResourceDefinition": by(
    22,
    "apiextensions.k8s.io/v1",
    "CustomResourceDefinition",
  ),
  "apiregistration.k8s.io/v1beta1/APIService": by(22, "apiregistration.k8s.io/v1", "APIService"),
  "batch/v2alpha1/CronJob": by(21, "batch/v1", "CronJob"),
  "settings.k8s.io/v1alpha1/PodPreset": {
    minor: 20,
    replacement: undefined,
    advice: "write the values into the pods, or use an admission webhook",
  },
};

function by(minor: number, apiVersion: string, kind: string): Removal {
  return { minor, replacement: { apiVersion, kind } };
}

/**
 * When a version of a kind went or is planned to go, and what takes its place: from the types that
 * Kubernetes' developers tag, from the minors in which it is no longer found, and from a table for
 * what is older.
 *
 * @returns undefined for an unknown kind and for one that stays.
 */
export function removedIn(apiVersion: string, kind: string): Removal | undefined {
  const key = `${apiVersion}/${kind}`;
  const table = readData<Readonly<Record<string, StoredRemoval>>>("removals.json");
  if (Object.hasOwn(BY_HAND, key)) return BY_HAND[key];
  const known = findKind(apiVersion, kind);
  const minor = known ? known.removed : Object.hasOwn(table, key) ? table[key]!.removed : undefined;
  if (minor === undefined) return undefined;
  const tagged = known ? known.replacement : table[key]!.replacement;
  return { minor, replacement: tagged ?? preferredVersion(apiVersion, kind) };
}

/** The version of the same kind that stays, where the tags name none. */
function preferredVersion(apiVersion: string, kind: string): Removal["replacement"] {
  const { group } = splitApiVersion(apiVersion);
  const other = versionsOf(group, kind).find((version) => version.removed === undefined);
  return other && { apiVersion: other.apiVersion, kind };
}
