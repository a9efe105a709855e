import type { KubeObject } from "../../client/object.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { autoscalerVerdict } from "./autoscaler.ts";
import { certManagerVerdict } from "./cert-manager.ts";
import { claimVerdict } from "./claim.ts";
import { cloudNativePgVerdict } from "./cloud-native-pg.ts";
import { customVerdict } from "./custom.ts";
import { daemonSetVerdict } from "./daemon-set.ts";
import { apiServiceVerdict, definitionVerdict } from "./definition.ts";
import { deploymentVerdict } from "./deployment.ts";
import { disruptionBudgetVerdict } from "./disruption-budget.ts";
import { externalSecretsVerdict } from "./external-secrets.ts";
import { gatewayVerdict } from "./gateway.ts";
import { jobVerdict } from "./job.ts";
import { podVerdict } from "./pod.ts";
import type { Readiness } from "./readiness.ts";
import { replicaSetVerdict } from "./replica-set.ts";
import { sealedSecretVerdict } from "./sealed-secrets.ts";
import { statefulSetVerdict } from "./stateful-set.ts";
import { conditionOf, numberAt, wordsOf } from "./status.ts";
import { failed, progressing, READY, type Verdict } from "./verdict.ts";
import { volumeVerdict } from "./volume.ts";

/** What an object's own status does not tell of it. */
export interface Beside {
  /** Of a claim, see `awaitsConsumer`. Default false. */
  readonly awaitsConsumer?: boolean;
  /** Of a DaemonSet: how many of its pods are on nodes that do not answer, see `unreachableOf`. Default 0. */
  readonly unreachable?: number;
}

type Rule = (object: KubeObject, beside: Beside) => Verdict;

const ready: Rule = () => READY;

const KINDS: Readonly<Record<string, Rule>> = {
  "apps/Deployment": deploymentVerdict,
  "apps/StatefulSet": statefulSetVerdict,
  "apps/DaemonSet": (object, { unreachable = 0 }) => daemonSetVerdict(object, unreachable),
  "apps/ReplicaSet": replicaSetVerdict,
  "/ReplicationController": replicaSetVerdict,
  "batch/Job": jobVerdict,
  "batch/CronJob": ready,
  "/Pod": podVerdict,
  "/PersistentVolumeClaim": (object, beside) =>
    claimVerdict(object, beside.awaitsConsumer ?? false),
  "/PersistentVolume": volumeVerdict,
  // Addresses are shown, and waited for by whoever asks for them.
  "/Service": ready,
  "networking.k8s.io/Ingress": ready,
  "policy/PodDisruptionBudget": disruptionBudgetVerdict,
  "autoscaling/HorizontalPodAutoscaler": autoscalerVerdict,
  "apiextensions.k8s.io/CustomResourceDefinition": definitionVerdict,
  "apiregistration.k8s.io/APIService": apiServiceVerdict,
  "bitnami.com/SealedSecret": sealedSecretVerdict,
};

const GROUPS: Readonly<Record<string, Rule>> = {
  "cert-manager.io": certManagerVerdict,
  "external-secrets.io": externalSecretsVerdict,
  "postgresql.cnpg.io": cloudNativePgVerdict,
  "gateway.networking.k8s.io": gatewayVerdict,
  "gateway.envoyproxy.io": gatewayVerdict,
};

/** Kinds whose controller always writes which generation it has seen. */
const OBSERVED = new Set([
  "apps/Deployment",
  "apps/StatefulSet",
  "apps/DaemonSet",
  "apps/ReplicaSet",
  "/ReplicationController",
  "policy/PodDisruptionBudget",
]);

/**
 * How far an object is, by what its status says: first whether it is being deleted, then whether its
 * controller has seen its last change, then `Stalled` and `Reconciling`, then the rule of its kind.
 *
 * @see sigs.k8s.io/cli-utils/pkg/kstatus/status, whose holes are closed: Jobs must complete, pods that
 *   failed are not ready, OnDelete counts pods of the new revision, claims may wait for their pods
 */
export function readinessOf(object: KubeObject, beside: Beside = {}): Readiness {
  return verdictOf(object, beside);
}

/** The same, with what holds it up and may pass. */
export function verdictOf(object: KubeObject, beside: Beside = {}): Verdict {
  const { group } = splitApiVersion(object.apiVersion);
  const kind = `${group}/${object.kind}`;
  const rule = KINDS[kind] ?? GROUPS[group] ?? customVerdict;
  return (
    deletionOf(object) ?? observationOf(object, kind) ?? standardOf(object) ?? rule(object, beside)
  );
}

function deletionOf({ metadata }: KubeObject): Verdict | undefined {
  if (!metadata.deletionTimestamp) return undefined;
  const held = metadata.finalizers ?? [];
  const why = held.length > 0 ? `, held by ${held.join(", ")}` : "";
  return { state: "terminating", message: `it is being deleted${why}` };
}

function observationOf(object: KubeObject, kind: string): Verdict | undefined {
  const { generation } = object.metadata;
  if (generation === undefined) return undefined;
  const seen = numberAt(object, "status.observedGeneration", OBSERVED.has(kind) ? 0 : generation);
  return seen < generation
    ? progressing("its controller has not seen its last change yet")
    : undefined;
}

function standardOf(object: KubeObject): Verdict | undefined {
  const stalled = conditionOf(object, "Stalled");
  if (stalled?.status === "True") return failed(stalled.reason || "Stalled", wordsOf(stalled));
  const reconciling = conditionOf(object, "Reconciling");
  return reconciling?.status === "True" ? progressing(wordsOf(reconciling)) : undefined;
}
