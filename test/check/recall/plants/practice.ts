import {
  type Draft,
  type DraftContainer,
  type DraftPod,
  type Fields,
  get,
  items,
  type Manifest,
  set,
} from "../draft.ts";
import type { Plant } from "../plant.ts";

type Steps = readonly (string | number)[];

/** What a change of one container is about. */
interface About {
  readonly id: string;
  readonly what: string;
  readonly rules: readonly string[];
  /** What is missing is told where it should be. */
  readonly isFirstLine?: boolean;
}

/** Where the namespace asks for a level of the Pod Security Standards, that is what is told. */
const ADMISSION = ["pod-security", "pod-security-warning"];

/** Changes one container of a workload that runs all the time. */
function inContainer(
  { isFirstLine = false, ...about }: About,
  change: (found: DraftContainer) => Steps | undefined,
  is: (found: DraftContainer, draft: Draft) => boolean = () => true,
): Plant {
  return {
    ...about,
    plant: (draft: Draft) => {
      const all = draft.containers("Deployment", "StatefulSet");
      const found = draft.one(all.filter((each) => is(each, draft)));
      const steps = found && change(found);
      return found && steps ? [{ object: found.object, steps, isFirstLine }] : undefined;
    },
  };
}

/** In the container's own place, whatever the pod says. */
function withSecurity(
  id: string,
  what: string,
  rule: string,
  field: string,
  value: unknown,
  is?: (found: DraftContainer, draft: Draft) => boolean,
): Plant {
  return inContainer(
    { id, what, rules: [rule, ...ADMISSION] },
    ({ container, at }) => {
      set(container, ["securityContext", field], value);
      return [...at, "securityContext", field];
    },
    is,
  );
}

/**
 * Whether all containers of a pod are as they should be. One finding tells all containers of a pod
 * that share a fault: in a pod that has it already nothing new could be found.
 */
function all(is: (container: Fields, spec: Fields) => boolean) {
  return ({ spec }: DraftContainer): boolean =>
    [...items(spec, ["initContainers"]), ...items(spec, ["containers"])].every((each) =>
      is(each, spec),
    );
}

const hasVersion = all(({ image }) => /:[\w.-]*\d[\w.-]*$|@/.test(String(image)));
const isReadOnly = all(({ securityContext }) =>
  Boolean(get(securityContext, ["readOnlyRootFilesystem"])),
);
const isNobody = all((container, spec) =>
  ["runAsNonRoot", "runAsUser"].some((field) =>
    [container, spec].some((each) => get(each, ["securityContext", field])),
  ),
);
const isHardened = all(
  ({ securityContext }) => get(securityContext, ["allowPrivilegeEscalation"]) === false,
);

function isSameQuestion(one: unknown, other: unknown): boolean {
  const asked = (probe: unknown) =>
    JSON.stringify([get(probe, ["httpGet"]), get(probe, ["exec"]), get(probe, ["grpc"])]);
  return asked(one) === asked(other);
}

/** Whether the probes ask ports that are declared; a fault of theirs would be told at the first. */
function isProbedInside({ container }: DraftContainer): boolean {
  const declared = items(container, ["ports"]).flatMap(({ name, containerPort }) => [
    name,
    containerPort,
  ]);
  return ["readinessProbe", "livenessProbe"].every((probe) => {
    const port = get(container, [probe, "httpGet", "port"]);
    return port === undefined || declared.includes(port);
  });
}

/** Ports that a Service sends the requests of clients to: what only a monitoring system asks, nobody waits for. */
function isAsked({ object, container, labels }: DraftContainer, draft: Draft): boolean {
  const declared = items(container, ["ports"]).flatMap(({ name, containerPort }) => [
    name,
    containerPort,
  ]);
  return draft.of("Service").some(({ metadata, spec }) => {
    const selector = Object.entries((get(spec, ["selector"]) ?? {}) as Fields);
    const isHere = metadata.namespace === object.metadata.namespace && selector.length > 0;
    if (!isHere || get(spec, ["clusterIP"]) === "None" || /metrics|exporter/.test(metadata.name))
      return false;
    return (
      selector.every(([key, value]) => labels[key] === value) &&
      items(spec, ["ports"]).some(
        ({ name, port, targetPort = port }) =>
          declared.includes(targetPort) && !/metric/.test(`${name} ${targetPort}`),
      )
    );
  });
}

/** Whether something in the namespace counts or gives resources. */
function isCounted(draft: Draft, { object }: Pick<DraftContainer, "object">): boolean {
  return draft
    .of("ResourceQuota", "LimitRange")
    .some(({ metadata }) => metadata.namespace === object.metadata.namespace);
}

function scalerOf(draft: Draft, { object }: Pick<DraftContainer, "object">) {
  return draft
    .of("HorizontalPodAutoscaler")
    .find((each) => get(each, ["spec", "scaleTargetRef", "name"]) === object.metadata.name);
}

function isScaled(draft: Draft, found: Pick<DraftContainer, "object">): boolean {
  return scalerOf(draft, found) !== undefined;
}

export const practice: readonly Plant[] = [
  {
    id: "latest",
    what: "latest, a mutable tag",
    rules: ["mutable-image"],
    plant: (draft) => {
      const all = draft.containers("Deployment", "StatefulSet").filter(hasVersion);
      const found = draft.one(all);
      if (!found) return undefined;
      const { object, spec, steps } = found;
      const { image } = found.container;
      const bare = String(image)
        .replace(/@.*/, "")
        .replace(/:[^/:]*$/, "");
      // In all containers of the pod that have it: two versions of one program are another fault.
      return ["initContainers", "containers"].flatMap((field) =>
        items(spec, [field]).flatMap((container, at) => {
          if (container.image !== image) return [];
          container.image = `${bare}:latest`;
          return [{ object, steps: [...steps, field, at, "image"] }];
        }),
      );
    },
  },
  inContainer(
    { id: "no-requests", what: "missing requests", rules: ["missing-requests"], isFirstLine: true },
    ({ container, at }) => {
      delete container.resources;
      return at;
    },
    // Where a quota demands them, or an autoscaler compares with them, it is another fault.
    (found, draft) =>
      all(({ resources }) => get(resources, ["requests", "memory"]) !== undefined)(found) &&
      !isCounted(draft, found) &&
      !isScaled(draft, found),
  ),
  inContainer(
    { id: "no-memory-limit", what: "missing limits", rules: ["missing-memory-limit"] },
    ({ container, at }) => {
      delete (container.resources as Record<string, Fields>).limits?.memory;
      return [...at, "resources"];
    },
    (found, draft) =>
      all(({ resources }) => get(resources, ["limits", "memory"]) !== undefined)(found) &&
      !isCounted(draft, found),
  ),
  inContainer(
    {
      id: "no-readiness",
      what: "missing readiness probe behind a Service",
      rules: ["missing-readiness"],
      isFirstLine: true,
    },
    ({ container, at }) => {
      delete container.readinessProbe;
      return at;
    },
    (found, draft) =>
      found.container.readinessProbe !== undefined &&
      found.container.startupProbe === undefined &&
      isProbedInside(found) &&
      isAsked(found, draft),
  ),
  inContainer(
    {
      id: "no-liveness",
      what: "missing liveness probe",
      rules: ["missing-liveness"],
      isFirstLine: true,
    },
    ({ container, at }) => {
      delete container.livenessProbe;
      return at;
    },
    (found, draft) =>
      found.container.livenessProbe !== undefined &&
      found.container.readinessProbe !== undefined &&
      isProbedInside(found) &&
      isAsked(found, draft),
  ),
  inContainer(
    { id: "same-probes", what: "identical probes", rules: ["identical-probes"] },
    ({ container, at }) => {
      container.livenessProbe = structuredClone(container.readinessProbe);
      return [...at, "livenessProbe"];
    },
    // Whether something listens at all is a fair question to both.
    ({ container }) =>
      container.readinessProbe !== undefined &&
      get(container, ["readinessProbe", "tcpSocket"]) === undefined &&
      // Not so already, whatever the patience.
      !isSameQuestion(container.readinessProbe, container.livenessProbe) &&
      items(container, ["ports"]).some(({ name }) => !/metric|prom|exporter/.test(String(name))),
  ),
  inContainer(
    {
      id: "probe-port",
      what: "probe port not exposed",
      rules: ["undeclared-probe-port", "unheard-port"],
    },
    ({ container, at }) => {
      (container.readinessProbe as Fields).httpGet = { path: "/", port: 61234 };
      return [...at, "readinessProbe", "httpGet", "port"];
    },
    ({ container }) => {
      const probe = container.readinessProbe as Fields | undefined;
      return probe?.httpGet !== undefined && Array.isArray(container.ports);
    },
  ),
  inContainer(
    {
      id: "privileged",
      what: "a privileged container",
      rules: ["privileged-container", ...ADMISSION],
    },
    ({ container, at }) => {
      set(container, ["securityContext", "privileged"], true);
      // The server refuses both at once.
      delete (container.securityContext as Fields).allowPrivilegeEscalation;
      return [...at, "securityContext"];
    },
  ),
  withSecurity(
    "escalation",
    "privilege escalation",
    "unhardened-container",
    "allowPrivilegeEscalation",
    true,
    isHardened,
  ),
  withSecurity(
    "writable-root",
    "a root file system that can be written",
    "writable-root",
    "readOnlyRootFilesystem",
    false,
    isReadOnly,
  ),
  inContainer(
    { id: "as-root", what: "run as root", rules: ["runs-as-root", ...ADMISSION] },
    ({ container, at }) => {
      set(container, ["securityContext", "runAsNonRoot"], false);
      set(container, ["securityContext", "runAsUser"], 0);
      return [...at, "securityContext"];
    },
    isNobody,
  ),
  inContainer(
    {
      id: "capabilities",
      what: "capabilities that are added",
      rules: ["dangerous-capability", ...ADMISSION],
    },
    ({ container, at }) => {
      set(container, ["securityContext", "capabilities"], { drop: ["ALL"], add: ["SYS_ADMIN"] });
      return [...at, "securityContext", "capabilities"];
    },
  ),
  inContainer(
    {
      id: "seccomp",
      what: "seccomp that is switched off",
      rules: ["loosened-isolation", ...ADMISSION],
    },
    ({ container, at }) => {
      set(container, ["securityContext", "seccompProfile"], { type: "Unconfined" });
      return [...at, "securityContext", "seccompProfile"];
    },
  ),
  inContainer(
    {
      id: "host-network",
      what: "the node's network",
      rules: ["host-network", ...ADMISSION],
    },
    ({ spec, steps }) => {
      spec.hostNetwork = true;
      return [...steps, "hostNetwork"];
    },
  ),
  inContainer(
    {
      id: "host-processes",
      what: "the node's processes",
      rules: ["host-processes", ...ADMISSION],
    },
    ({ spec, steps }) => {
      spec.hostPID = true;
      return [...steps, "hostPID"];
    },
  ),
  inContainer(
    {
      id: "host-path",
      what: "a folder of the node",
      rules: ["runtime-socket", ...ADMISSION],
    },
    ({ spec, steps, container }) => {
      const volumes = (spec.volumes ?? []) as Fields[];
      const path = "/var/run/docker.sock";
      spec.volumes = [...volumes, { name: "planted", hostPath: { path } }];
      const mounts = items(container, ["volumeMounts"]);
      container.volumeMounts = [...mounts, { name: "planted", mountPath: path }];
      return [...steps, "volumes", volumes.length];
    },
  ),
  inContainer(
    {
      id: "pod-security-level",
      what: "Pod Security Standards level per namespace",
      rules: ["pod-security", "pod-security-warning"],
      isFirstLine: true,
    },
    ({ container, at }) => {
      delete (container.securityContext as Fields).capabilities;
      return [...at, "securityContext"];
    },
    ({ container, object }, draft) =>
      get(container, ["securityContext", "capabilities"]) !== undefined &&
      draft
        .of("Namespace")
        .some(
          ({ metadata }) =>
            metadata.name === object.metadata.namespace &&
            JSON.stringify(metadata.labels ?? {}).includes('"restricted"'),
        ),
  ),
  inContainer(
    { id: "plain-secret", what: "secrets in env", rules: ["plain-secret"] },
    ({ container, at }) => {
      const env = (container.env ?? []) as Fields[];
      container.env = [...env, { name: "PLANTED_PASSWORD", value: "tr0ub4dor-and-3" }];
      return [...at, "env", env.length];
    },
  ),
  {
    id: "secret-in-configmap",
    what: "secrets in ConfigMap values",
    rules: ["secret-in-configmap"],
    plant: (draft) => {
      const object = draft.one(draft.of("ConfigMap").filter(({ data }) => data !== undefined));
      if (!object) return undefined;
      set(object, ["data", "PLANTED_PASSWORD"], "tr0ub4dor-and-3");
      return [{ object, steps: ["data", "PLANTED_PASSWORD"] }];
    },
  },
  {
    id: "cluster-admin",
    what: "cluster-admin",
    rules: ["cluster-admin"],
    plant: (draft) => {
      const account = draft.one(draft.of("ServiceAccount"));
      if (!account) return undefined;
      const { name, namespace = "default" } = account.metadata;
      const object = draft.add({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: "planted" },
        roleRef: {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "ClusterRole",
          name: "cluster-admin",
        },
        subjects: [{ kind: "ServiceAccount", name, namespace }],
      });
      return [{ object, steps: [] }];
    },
  },
  {
    id: "wildcard-role",
    what: "wildcards",
    rules: ["wildcard-role"],
    plant: (draft) => grant(draft, { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }),
  },
  {
    id: "secrets-role",
    what: "access to secrets",
    rules: ["powerful-role"],
    plant: (draft) =>
      grant(
        draft,
        { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] },
        {
          isWide: true,
          // Who may read them already has nothing new.
          isNew: ({ rules }) => !JSON.stringify(rules).includes('"secrets"'),
        },
      ),
  },
  {
    id: "exec-role",
    what: "access to pods/exec",
    rules: ["powerful-role"],
    plant: (draft) =>
      grant(draft, { apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }),
  },
  {
    id: "default-account-role",
    what: "the default ServiceAccount with rights",
    rules: ["default-account-role"],
    plant: (draft) => {
      const workload = draft.one(draft.pods("Deployment", "StatefulSet"));
      if (!workload) return undefined;
      const { namespace = "default" } = workload.object.metadata;
      const object = draft.add({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata: { name: "planted", namespace },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
        subjects: [{ kind: "ServiceAccount", name: "default", namespace }],
      });
      return [{ object, steps: ["subjects", 0] }];
    },
  },
  {
    id: "token",
    what: "token automount",
    rules: ["unused-token"],
    plant: (draft) => {
      const bound = new Set(
        draft
          .of("RoleBinding", "ClusterRoleBinding")
          .flatMap((each) => items(each, ["subjects"]).map(({ name }) => String(name))),
      );
      const pod = draft.one(
        draft
          .pods("Deployment", "StatefulSet")
          .filter(
            ({ spec }) =>
              spec.automountServiceAccountToken === false &&
              !bound.has(String(spec.serviceAccountName ?? "default")),
          ),
      );
      if (!pod) return undefined;
      pod.spec.automountServiceAccountToken = true;
      return [{ object: pod.object, steps: [...pod.steps, "automountServiceAccountToken"] }];
    },
  },
  {
    id: "endless-cronjob",
    what: "CronJob deadline and concurrency",
    rules: ["endless-cronjob"],
    plant: (draft) => {
      const object = draft.one(draft.of("CronJob"));
      if (!object) return undefined;
      const spec = object.spec as Record<string, Fields | string>;
      spec.concurrencyPolicy = "Allow";
      const job = (spec.jobTemplate as Fields).spec as Fields;
      delete job.activeDeadlineSeconds;
      delete (get(job, ["template", "spec"]) as Fields).activeDeadlineSeconds;
      return [{ object, steps: ["spec", "jobTemplate", "spec"], isFirstLine: true }];
    },
  },
  {
    id: "no-history",
    what: "CronJob history",
    rules: ["forgotten-failures"],
    plant: (draft) => {
      const object = draft.one(draft.of("CronJob"));
      if (!object) return undefined;
      set(object, ["spec", "failedJobsHistoryLimit"], 0);
      return [{ object, steps: ["spec", "failedJobsHistoryLimit"] }];
    },
  },
  {
    id: "missing-budget",
    what: "missing PDB",
    rules: ["missing-budget"],
    plant: (draft) => {
      const found = draft.one(guarded(draft));
      if (!found) return undefined;
      draft.remove(found.budget);
      return [{ object: found.owner, steps: [], isFirstLine: true }];
    },
  },
  {
    id: "missing-spread",
    what: "missing anti-affinity or spread",
    rules: ["missing-spread"],
    plant: (draft) => {
      const found = draft.one(
        draft.pods("Deployment", "StatefulSet").filter((pod) => {
          const { affinity, topologySpreadConstraints } = pod.spec;
          const isSpread = topologySpreadConstraints ?? get(affinity, ["podAntiAffinity"]);
          return isSpread && isSeveral(draft, pod) && isServed(draft, pod);
        }),
      );
      if (!found) return undefined;
      delete found.spec.affinity;
      delete found.spec.topologySpreadConstraints;
      return [{ object: found.object, steps: found.steps, isFirstLine: true }];
    },
  },
  {
    id: "single-replica",
    what: "one replica without a reason",
    rules: ["single-replica"],
    plant: (draft) => {
      const found = draft.one(
        draft
          .pods("Deployment")
          .filter(
            (pod) =>
              Number(get(pod.object, ["spec", "replicas"])) > 1 &&
              !JSON.stringify(pod.spec.affinity ?? "").includes("required") &&
              isServed(draft, pod) &&
              !isScaled(draft, pod),
          ),
      );
      if (!found) return undefined;
      // One pod that must not go, and one that may: both were written for several.
      for (const budget of draft.of("PodDisruptionBudget"))
        if (selects(get(budget, ["spec", "selector", "matchLabels"]), found.labels))
          draft.remove(budget);
      set(found.object, ["spec", "replicas"], 1);
      return [{ object: found.object, steps: ["spec", "replicas"] }];
    },
  },
  {
    id: "load-balancer",
    what: "public LoadBalancer",
    rules: ["exposed-service"],
    plant: (draft) => expose(draft, "LoadBalancer"),
  },
  {
    id: "node-port",
    what: "NodePort",
    rules: ["exposed-service"],
    plant: (draft) => expose(draft, "NodePort"),
  },
];

interface Grant {
  /** Of the whole cluster, where that makes the fault. */
  readonly isWide?: boolean;
  /** Whether the rule gives a role what it has not. */
  readonly isNew?: (role: Manifest) => boolean;
}

/** Another rule in a role that somebody has. */
function grant(draft: Draft, rule: Fields, { isWide = false, isNew = () => true }: Grant = {}) {
  const bound = new Set(
    draft
      .of(...(isWide ? [] : ["RoleBinding"]), "ClusterRoleBinding")
      .map((each) => `${get(each, ["roleRef", "kind"])}/${get(each, ["roleRef", "name"])}`),
  );
  const object = draft.one(
    draft
      .of("Role", "ClusterRole")
      .filter(
        (role) =>
          Array.isArray(role.rules) &&
          isNew(role) &&
          bound.has(`${role.kind}/${role.metadata.name}`),
      ),
  );
  if (!object) return undefined;
  object.rules = [rule];
  return [{ object, steps: ["rules", 0] }];
}

function selects(matchLabels: unknown, labels: Record<string, string>): boolean {
  const wanted = Object.entries((matchLabels ?? {}) as Fields);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

function isServed(draft: Draft, pod: DraftPod): boolean {
  return items(pod.spec, ["containers"]).some((container) =>
    isAsked({ ...pod, container, at: [] }, draft),
  );
}

function isSeveral(draft: Draft, found: Pick<DraftContainer, "object">): boolean {
  const scaler = scalerOf(draft, found);
  const least = scaler
    ? get(scaler, ["spec", "minReplicas"])
    : get(found.object, ["spec", "replicas"]);
  return Number(least ?? 1) > 1;
}

/** Budgets of several pods behind a Service. */
function guarded(draft: Draft) {
  return draft.of("PodDisruptionBudget").flatMap((budget) => {
    const owners = draft
      .pods("Deployment", "StatefulSet")
      .filter(
        (pod) =>
          pod.object.metadata.namespace === budget.metadata.namespace &&
          selects(get(budget, ["spec", "selector", "matchLabels"]), pod.labels),
      );
    const [owner] = owners;
    if (!owner || owners.length > 1 || !isSeveral(draft, owner) || !isServed(draft, owner))
      return [];
    return [{ budget, owner: owner.object }];
  });
}

/** A Service that only the cluster reached; policies let in whoever comes. */
function expose(draft: Draft, type: string) {
  const object = draft.one(
    draft.of("Service").filter(
      ({ metadata, spec }) =>
        [undefined, "ClusterIP"].includes(get(spec, ["type"]) as string | undefined) &&
        get(spec, ["clusterIP"]) !== "None" &&
        get(spec, ["selector"]) !== undefined &&
        // Not of one pod of several; and what others stand behind is meant to be open.
        get(spec, ["selector", "statefulset.kubernetes.io/pod-name"]) === undefined &&
        !/ingress|gateway/.test(metadata.name),
    ),
  );
  if (!object) return undefined;
  set(object, ["spec", "type"], type);
  if (draft.of("NetworkPolicy").length > 0)
    draft.add({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { ...object.metadata, name: "planted", labels: {}, annotations: {} },
      spec: {
        podSelector: { matchLabels: get(object, ["spec", "selector"]) },
        policyTypes: ["Ingress"],
        ingress: [{}],
      },
    });
  return [{ object, steps: ["spec", "type"] }];
}
