import { type Draft, type DraftContainer, type Fields, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

/** Changes one container of a workload that runs all the time. */
function inContainer(
  id: string,
  what: string,
  change: (found: DraftContainer) => readonly (string | number)[] | undefined,
  is: (found: DraftContainer) => boolean = () => true,
): Plant {
  return {
    id,
    what,
    plant: (draft: Draft) => {
      const found = draft.one(draft.containers("Deployment", "StatefulSet").filter(is));
      const steps = found && change(found);
      return found && steps ? [{ object: found.object, steps }] : undefined;
    },
  };
}

/** In the container's own place, or on the pod where the container's is gone. */
function withSecurity(id: string, what: string, field: string, value: unknown): Plant {
  return inContainer(id, what, ({ container, at }) => {
    set(container, ["securityContext", field], value);
    return [...at, "securityContext", field];
  });
}

export const practice: readonly Plant[] = [
  inContainer("latest", "a mutable tag", ({ container, at }) => {
    container.image = `${String(container.image).replace(/@.*|:[^/:]*$/g, "")}:latest`;
    return [...at, "image"];
  }),
  inContainer(
    "no-requests",
    "no requests",
    ({ container, at }) => {
      delete container.resources;
      return at;
    },
    ({ container }) => container.resources !== undefined,
  ),
  inContainer(
    "no-readiness",
    "no readiness probe behind a Service",
    ({ container, at }) => {
      delete container.readinessProbe;
      return at;
    },
    ({ container }) => container.readinessProbe !== undefined,
  ),
  inContainer(
    "same-probes",
    "identical probes",
    ({ container, at }) => {
      container.livenessProbe = structuredClone(container.readinessProbe);
      return [...at, "livenessProbe"];
    },
    ({ container }) => container.readinessProbe !== undefined,
  ),
  inContainer(
    "probe-port",
    "a probe of a port that nothing opens",
    ({ container, at }) => {
      (container.readinessProbe as Fields).httpGet = { path: "/", port: 61234 };
      return [...at, "readinessProbe", "httpGet", "port"];
    },
    ({ container }) => {
      const probe = container.readinessProbe as Fields | undefined;
      return probe?.httpGet !== undefined && Array.isArray(container.ports);
    },
  ),
  withSecurity("privileged", "a privileged container", "privileged", true),
  withSecurity("escalation", "privilege escalation", "allowPrivilegeEscalation", true),
  withSecurity(
    "writable-root",
    "a root file system that can be written",
    "readOnlyRootFilesystem",
    false,
  ),
  withSecurity("as-root", "runs as root", "runAsUser", 0),
  inContainer("capabilities", "capabilities that are added", ({ container, at }) => {
    set(container, ["securityContext", "capabilities"], { add: ["SYS_ADMIN"] });
    return [...at, "securityContext", "capabilities"];
  }),
  inContainer("host-network", "the node's network", ({ spec, steps }) => {
    spec.hostNetwork = true;
    return [...steps, "hostNetwork"];
  }),
  inContainer("host-path", "a folder of the node", ({ spec, steps }) => {
    const volumes = (spec.volumes ?? []) as Fields[];
    spec.volumes = [...volumes, { name: "planted", hostPath: { path: "/var/run/docker.sock" } }];
    return [...steps, "volumes", volumes.length];
  }),
  inContainer("plain-secret", "a secret in an env value", ({ container, at }) => {
    const env = (container.env ?? []) as Fields[];
    container.env = [...env, { name: "PLANTED_PASSWORD", value: "tr0ub4dor-and-3" }];
    return [...at, "env", env.length];
  }),
  {
    id: "cluster-admin",
    what: "cluster-admin",
    plant: (draft) => {
      const account = draft.one(draft.of("ServiceAccount"));
      if (!account) return undefined;
      const { name, namespace = "default" } = account.metadata;
      draft.objects.push({
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
      return [{ object: draft.objects.at(-1)!, steps: ["roleRef"] }];
    },
  },
  {
    id: "wildcard-role",
    what: "a role with wildcards",
    plant: (draft) => {
      const object = draft.one(
        draft.of("Role", "ClusterRole").filter(({ rules }) => Array.isArray(rules)),
      );
      if (!object) return undefined;
      object.rules = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
      return [{ object, steps: ["rules", 0] }];
    },
  },
  {
    id: "cron-overlap",
    what: "a CronJob whose runs overlap, without a deadline",
    plant: (draft) => {
      const object = draft.one(draft.of("CronJob"));
      if (!object) return undefined;
      const spec = object.spec as Fields;
      spec.concurrencyPolicy = "Allow";
      delete spec.startingDeadlineSeconds;
      return [{ object, steps: ["spec"] }];
    },
  },
  {
    id: "one-replica-budget",
    what: "several replicas without a budget",
    plant: (draft) => {
      const budget = draft.one(draft.of("PodDisruptionBudget"));
      if (!budget) return undefined;
      draft.remove(budget);
      const selector = JSON.stringify((budget.spec as Fields).selector);
      const owner = draft
        .of("Deployment", "StatefulSet")
        .find(({ spec }) => JSON.stringify((spec as Fields).selector) === selector);
      return owner && [{ object: owner, steps: ["spec"] }];
    },
  },
];
