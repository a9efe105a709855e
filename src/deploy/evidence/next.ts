import type { Target } from "../../client/cluster.ts";
import type { ObjectRef } from "../../client/object.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { Doom } from "../doom/symptom.ts";

/** Beside the description of the object or pod: what else shows why, by the reason. */
const ALSO: Readonly<Record<string, string>> = {
  QuotaExceeded: "describe resourcequota",
  LimitExceeded: "describe limitrange",
  PodSecurity: "get events --field-selector reason=FailedCreate",
  ServiceAccountMissing: "get serviceaccount",
  WebhookFailed: "get validatingwebhookconfigurations,mutatingwebhookconfigurations",
  WebhookRefused: "get validatingwebhookconfigurations,mutatingwebhookconfigurations",
  Unschedulable: "describe nodes",
  ProvisioningFailed: "get storageclass",
  FailedBinding: "get storageclass",
};

/** The commands that show more of what went wrong, ready to be pasted. */
export function nextCommands(
  ref: ObjectRef,
  { reason, message, pod, container }: Doom,
  { context }: Target,
): string[] {
  const at = context === "in-cluster" ? "" : ` --context ${quoted(context)}`;
  const kubectl = (rest: string) =>
    `kubectl${at}${ref.namespace === undefined ? "" : ` -n ${quoted(ref.namespace)}`} ${rest}`;
  const commands = [`describe ${typeOf(ref)} ${quoted(ref.name)}`];
  if (pod !== undefined && ref.kind !== "Pod") commands.unshift(`describe pod ${quoted(pod)}`);
  if (pod !== undefined && container !== undefined && reason === "CrashLoopBackOff") {
    commands.unshift(`logs ${quoted(pod)} -c ${quoted(container)} --previous`);
  }
  const missing =
    /\b(configmap|secret)s? "([^"]+)" not found|in (ConfigMap|Secret) [^/]+\/(\S+)$/.exec(message);
  const name = missing?.[2] ?? missing?.[4];
  const kind = (missing?.[1] ?? missing?.[3])?.toLowerCase();
  // Describing a Secret shows its keys, and no value.
  if (name !== undefined) commands.unshift(`describe ${kind} ${quoted(name)}`);
  const also = ALSO[reason];
  if (also !== undefined) commands.unshift(also);
  return commands.map(kubectl);
}

/** `deployment`, `certificate.cert-manager.io`. */
function typeOf({ apiVersion, kind }: ObjectRef): string {
  const { group } = splitApiVersion(apiVersion);
  const isOwn = group === "" || !group.includes(".") || group.endsWith(".k8s.io");
  return isOwn ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
