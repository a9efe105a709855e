import type { Condition, Default } from "../../../src/kubernetes/default-filler.ts";

/** A case of a default without its value, which the server tells. */
export type Case = Pick<Default, "when" | "from" | "keysFrom">;

const oneOf = (field: string, ...is: unknown[]): Condition => ({ field, is });
const present = (field: string): Condition => ({ field, present: true });
const absent = (field: string): Condition => ({ field, present: false });
const rolling: readonly Case[] = [{ when: [oneOf("type", "RollingUpdate")] }];

/**
 * The defaults that depend on something beside them: `Type.field` to its cases, the first that
 * holds applying. Source: the `SetDefaults_` functions in `pkg/apis` of Kubernetes. Values are not
 * written here but learnt; a case that is missing here makes the generator fail, since the server's
 * answers then contradict each other.
 */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  "core.v1:Container.imagePullPolicy": [{ when: [{ field: "image", tag: "latest" }] }, {}],
  "core.v1:ImageVolumeSource.pullPolicy": [{ when: [{ field: "reference", tag: "latest" }] }, {}],
  "core.v1:Volume.emptyDir": [{ when: [{ only: "name" }] }],
  "core.v1:ContainerPort.hostPort": [
    { from: "containerPort", when: [{ above: "hostNetwork", is: [true] }] },
  ],
  "core.v1:ResourceRequirements.requests": [
    { keysFrom: ["limits"], when: [{ within: "core.v1:Container.resources" }] },
  ],
  "core.v1:LimitRangeItem.default": [{ keysFrom: ["max"], when: [oneOf("type", "Container")] }],
  "core.v1:LimitRangeItem.defaultRequest": [
    { keysFrom: ["default", "min"], when: [oneOf("type", "Container")] },
  ],
  "core.v1:ServicePort.targetPort": [{ from: "port" }],
  "core.v1:ServiceSpec.internalTrafficPolicy": [
    { when: [oneOf("type", "ClusterIP", "NodePort", "LoadBalancer")] },
  ],
  "core.v1:ServiceSpec.externalTrafficPolicy": [
    { when: [oneOf("type", "NodePort", "LoadBalancer")] },
    { when: [oneOf("type", "ClusterIP"), present("externalIPs")] },
  ],
  "core.v1:ServiceSpec.allocateLoadBalancerNodePorts": [{ when: [oneOf("type", "LoadBalancer")] }],
  "core.v1:ServiceSpec.sessionAffinityConfig": [{ when: [oneOf("sessionAffinity", "ClientIP")] }],
  "apps.v1:DeploymentStrategy.rollingUpdate": rolling,
  "apps.v1:StatefulSetUpdateStrategy.rollingUpdate": [{ when: [absent("type")] }],
  "apps.v1:DaemonSetUpdateStrategy.rollingUpdate": rolling,
  "resource.v1:ExactDeviceRequest.count": [{ when: [oneOf("allocationMode", "ExactCount")] }],
  "resource.v1:DeviceSubRequest.count": [{ when: [oneOf("allocationMode", "ExactCount")] }],
  "batch.v1:JobSpec.completions": [{ when: [absent("parallelism")] }],
  "batch.v1:JobSpec.backoffLimit": [{ when: [present("backoffLimitPerIndex")] }, {}],
  "batch.v1:JobSpec.podReplacementPolicy": [{ when: [present("podFailurePolicy")] }, {}],
  "networking.v1:NetworkPolicySpec.policyTypes": [{ when: [present("egress")] }, {}],
  "rbac.v1:Subject.apiGroup": [{ when: [oneOf("kind", "User", "Group")] }],
};

/** What a server allocates, or admission adds, by `Type.field`: no defaults of the API. */
export const NO_DEFAULTS: ReadonlySet<string> = new Set([
  "core.v1:ServiceSpec.clusterIP",
  "core.v1:ServiceSpec.clusterIPs",
  "core.v1:ServiceSpec.ipFamilies",
  "core.v1:ServiceSpec.ipFamilyPolicy",
  "core.v1:ServiceSpec.healthCheckNodePort",
  "core.v1:ServicePort.nodePort",
  // Admission fills these of a pod: ServiceAccount, Priority, DefaultTolerationSeconds.
  "core.v1:PodSpec.serviceAccountName",
  "core.v1:PodSpec.serviceAccount",
  "core.v1:PodSpec.priority",
  "core.v1:PodSpec.preemptionPolicy",
  "core.v1:PodSpec.tolerations",
  "core.v1:PodSpec.volumes",
  "core.v1:Container.volumeMounts",
  "core.v1:PodSpec.priorityClassName",
  // Admission fills these where a cluster has a default class.
  "core.v1:PersistentVolumeClaimSpec.storageClassName",
  "networking.v1:IngressSpec.ingressClassName",
  // Computed from the object's own uid.
  "batch.v1:JobSpec.selector",
  "core.v1:NamespaceSpec.finalizers",
  "core.v1:Namespace.spec",
]);
