import type { KubeObject, ObjectRef } from "../../client/object.ts";
import { isFields } from "../../kubernetes/fields.ts";
import { namesOf } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";
import { ownLabels } from "./labels.ts";

/** What a Lease says. */
export interface Terms {
  /** Empty for none. */
  readonly holder: string;
  /** Milliseconds. */
  readonly duration: number;
  /** RFC 3339, for people: no decision is made by other machines' clocks. */
  readonly acquired: string | undefined;
  readonly renewed: string | undefined;
  readonly transitions: number;
}

export function leaseRef({ name, namespace }: ReleaseName): ObjectRef {
  const apiVersion = "coordination.k8s.io/v1";
  return { apiVersion, kind: "Lease", namespace, name: namesOf(name).lease };
}

/** @param live what it replaces, and only as it was read */
export function leaseObject(release: ReleaseName, terms: Terms, live?: KubeObject): KubeObject {
  const { apiVersion, kind, namespace, name } = leaseRef(release);
  const own = { name, namespace, labels: ownLabels(release, "lease") };
  return {
    apiVersion,
    kind,
    metadata: { ...live?.metadata, ...own } as KubeObject["metadata"],
    spec: {
      holderIdentity: terms.holder,
      leaseDurationSeconds: Math.ceil(terms.duration / 1000),
      acquireTime: microTime(terms.acquired),
      renewTime: microTime(terms.renewed),
      leaseTransitions: terms.transitions,
    },
  };
}

export function termsOf({ spec }: KubeObject): Terms {
  const fields = isFields(spec) ? spec : {};
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const number = (value: unknown, missing: number) => (typeof value === "number" ? value : missing);
  return {
    holder: text(fields.holderIdentity) ?? "",
    duration: number(fields.leaseDurationSeconds, 60) * 1000,
    acquired: text(fields.acquireTime),
    renewed: text(fields.renewTime),
    transitions: number(fields.leaseTransitions, 0),
  };
}

/** The server takes times of a Lease with microseconds only (metav1.MicroTime). */
function microTime(time: string | undefined): string | undefined {
  return time?.replace(/\.(\d{3})Z$/, ".$1000Z");
}
