import { valueAt } from "../../kubernetes/fields.ts";
import { podSpecOf } from "../../kubernetes/pod-reads.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { Wanted } from "../wanted.ts";
import type { Others } from "./others.ts";

/**
 * When an object's turn comes, apart from what it refers to.
 *
 * `ground` is what workloads stand on (rights, configuration, claims, policies, quotas, Services); `upon`
 * is what is about workloads or needs a controller of this very deploy.
 */
export type Stage = "namespace" | "definition" | "ground" | "workload" | "route" | "upon";

/** Custom resources that run pods: what is stored in them, or served by them, is waited for. */
const RUNNING: ReadonlySet<string> = new Set([
  "argoproj.io/Rollout",
  "k8s.mariadb.com/MariaDB",
  "kafka.strimzi.io/Kafka",
  "monitoring.coreos.com/Alertmanager",
  "monitoring.coreos.com/Prometheus",
  "postgresql.cnpg.io/Cluster",
  "rabbitmq.com/RabbitmqCluster",
]);

const ROUTES: ReadonlySet<string> = new Set([
  "networking.k8s.io/Ingress",
  "gateway.networking.k8s.io/GRPCRoute",
  "gateway.networking.k8s.io/HTTPRoute",
  "gateway.networking.k8s.io/TCPRoute",
  "gateway.networking.k8s.io/TLSRoute",
]);

const UPON: ReadonlySet<string> = new Set([
  "autoscaling/HorizontalPodAutoscaler",
  "autoscaling.k8s.io/VerticalPodAutoscaler",
  "keda.sh/ScaledObject",
]);

/** The stage of an object among those that are deployed with it. */
export function stageOf(wanted: Wanted, others: Others): Stage {
  const { object } = wanted;
  const { group } = splitApiVersion(object.apiVersion);
  const name = `${group}/${object.kind}`;
  if (name === "/Namespace") return "namespace";
  if (name === "apiextensions.k8s.io/CustomResourceDefinition") return "definition";
  if (podSpecOf(object) || RUNNING.has(name)) return "workload";
  if (ROUTES.has(name)) return "route";
  if (UPON.has(name) || callsBack(wanted, others) || definitionOf(wanted, others)) return "upon";
  return "ground";
}

/** The definition of a custom resource, where it is deployed too. */
export function definitionOf({ object }: Wanted, others: Others): Wanted | undefined {
  const { group } = splitApiVersion(object.apiVersion);
  return others
    .ofKind("CustomResourceDefinition")
    .find(
      ({ object: definition }) =>
        valueAt(definition, ["spec", "group"]) === group &&
        valueAt(definition, ["spec", "names", "kind"]) === object.kind,
    );
}

/** Whether the server asks a program of this very deploy because of it: a webhook, an aggregated API. */
function callsBack(wanted: Wanted, others: Others): boolean {
  return backendsOf(wanted, others).length > 0;
}

/** The workloads of this deploy that answer for a webhook configuration or an APIService. */
export function backendsOf({ object }: Wanted, others: Others): readonly Wanted[] {
  const hooks = valueAt(object, ["webhooks"]);
  const services = [
    valueAt(object, ["spec", "service"]),
    ...(Array.isArray(hooks) ? hooks : []).map((hook) =>
      valueAt(hook, ["clientConfig", "service"]),
    ),
  ];
  if (!/^((Validating|Mutating)WebhookConfiguration|APIService)$/.test(object.kind)) return [];
  return services.flatMap((service) => {
    const namespace = valueAt(service, ["namespace"]);
    return typeof namespace === "string"
      ? others.behind(namespace, valueAt(service, ["name"]))
      : [];
  });
}

/** What everything of a namespace, or of the whole cluster, stands on: one name for all of it. */
export function groundOf(namespace: string): string {
  return `${GROUND}${namespace}`;
}

/** Whether a name is that of the ground of a namespace, and no object's key. */
export function isGround(name: string): boolean {
  return name.startsWith(GROUND);
}

const GROUND = "ground/";
