import { type Draft, type Fields, get, items, type Manifest, type Place, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

/** A reference from containers' env to a key of an object that is in the tree. */
function keyReferences(draft: Draft, kind: "ConfigMap" | "Secret") {
  const field = kind === "ConfigMap" ? "configMapKeyRef" : "secretKeyRef";
  return draft.containers().flatMap(({ object, container, at }) =>
    items(container, ["env"]).flatMap((variable, index) => {
      const ref = get(variable, ["valueFrom", field]) as Fields | undefined;
      if (!ref || ref.optional === true) return [];
      const holder = draft.find(kind, String(ref.name), object.metadata.namespace);
      const isThere = draft.has(kind, String(ref.name), object.metadata.namespace);
      return [{ object, ref, holder, isThere, steps: [...at, "env", index, "valueFrom", field] }];
    }),
  );
}

/** One of them; where nothing reads a key yet, a variable that does is added. */
function keyReference(draft: Draft, kind: "ConfigMap" | "Secret") {
  const found = draft.one(keyReferences(draft, kind).filter(({ isThere }) => isThere));
  if (found) return found;
  const added = draft.one(
    draft.containers("Deployment", "StatefulSet").flatMap((each) => {
      const holders = draft
        .of(kind)
        .filter(
          ({ metadata, data }) =>
            metadata.namespace === each.object.metadata.namespace &&
            Object.keys((data ?? {}) as Fields).length > 0,
        );
      return holders.map((holder) => ({ ...each, holder }));
    }),
  );
  if (!added) return undefined;
  const { object, container, holder, at } = added;
  const [key] = Object.keys(holder.data as Fields);
  const ref: Fields = { name: holder.metadata.name, key };
  const env = items(container, ["env"]);
  const field = kind === "ConfigMap" ? "configMapKeyRef" : "secretKeyRef";
  container.env = [...env, { name: "PLANTED", valueFrom: { [field]: ref } }];
  return { object, ref, steps: [...at, "env", env.length, "valueFrom", field] };
}

function misspelt(name: string): string {
  return `${name.slice(0, -1)}${name.at(-1) === "x" ? "z" : "x"}`;
}

/** Changes one text field of an object that has it. */
function renames(
  kind: string,
  steps: readonly (string | number)[],
  is: (draft: Draft, object: Manifest) => boolean = () => true,
): Plant["plant"] {
  return (draft) => {
    const having = draft
      .of(kind)
      .filter((each) => typeof get(each, steps) === "string" && is(draft, each));
    const object = draft.one(having);
    if (!object) return undefined;
    set(object, steps, misspelt(String(get(object, steps))));
    return [{ object, steps }];
  };
}

export const references: readonly Plant[] = [
  {
    id: "configmap-name",
    what: "a ConfigMap that is not there",
    rules: ["missing-configmap"],
    plant: (draft) => {
      const found = keyReference(draft, "ConfigMap");
      if (!found) return undefined;
      found.ref.name = misspelt(String(found.ref.name));
      return [{ object: found.object, steps: [...found.steps, "name"] }];
    },
  },
  {
    id: "configmap-key",
    what: "a key that a ConfigMap does not have",
    rules: ["missing-key"],
    plant: (draft) => {
      const found = keyReference(draft, "ConfigMap");
      if (!found) return undefined;
      found.ref.key = misspelt(String(found.ref.key));
      return [{ object: found.object, steps: [...found.steps, "key"] }];
    },
  },
  {
    id: "secret-name",
    what: "a Secret that is not there",
    rules: ["missing-secret"],
    plant: (draft) => {
      const found = draft.one(keyReferences(draft, "Secret").filter(({ isThere }) => isThere));
      if (!found) return undefined;
      found.ref.name = misspelt(String(found.ref.name));
      return [{ object: found.object, steps: [...found.steps, "name"] }];
    },
  },
  {
    id: "secret-key",
    what: "a key that a Secret does not have",
    rules: ["missing-key", "wrong-assumption"],
    plant: (draft) => {
      const found = keyReference(draft, "Secret");
      // Which keys a whole entry of a store has, nobody knows.
      const isWhole = draft
        .of("ExternalSecret")
        .some((each) => get(each, ["spec", "dataFrom"]) !== undefined);
      if (!found || isWhole) return undefined;
      found.ref.key = misspelt(String(found.ref.key));
      return [{ object: found.object, steps: [...found.steps, "key"] }];
    },
  },
  {
    id: "envfrom-name",
    what: "an envFrom of a ConfigMap that is not there",
    rules: ["missing-configmap"],
    plant: (draft) => {
      const found = draft.one(
        draft.containers().flatMap(({ object, container, at }) =>
          items(container, ["envFrom"]).flatMap((source, index) => {
            const ref = source.configMapRef as Fields | undefined;
            const steps = [...at, "envFrom", index, "configMapRef", "name"];
            return ref && ref.optional !== true ? [{ object, ref, steps }] : [];
          }),
        ),
      );
      if (!found) return undefined;
      found.ref.name = misspelt(String(found.ref.name));
      return [found];
    },
  },
  {
    id: "volume-configmap",
    what: "a volume of a ConfigMap that is not there",
    rules: ["missing-configmap"],
    plant: (draft) => {
      const found = draft.one(
        draft.pods().flatMap(({ object, spec, steps }) =>
          items(spec, ["volumes"]).flatMap((volume, index) => {
            const source = volume.configMap as Fields | undefined;
            const at = [...steps, "volumes", index, "configMap", "name"];
            return source && source.optional !== true ? [{ object, source, steps: at }] : [];
          }),
        ),
      );
      if (!found) return undefined;
      found.source.name = misspelt(String(found.source.name));
      return [found];
    },
  },
  {
    id: "claim-name",
    what: "a claim that is not there",
    rules: ["missing-claim"],
    plant: (draft) => {
      const found = draft.one(
        draft.pods().flatMap(({ object, spec, steps }) =>
          items(spec, ["volumes"]).flatMap((volume, index) => {
            const source = volume.persistentVolumeClaim as Fields | undefined;
            const at = [...steps, "volumes", index, "persistentVolumeClaim", "claimName"];
            return source ? [{ object, source, steps: at }] : [];
          }),
        ),
      );
      if (!found) return undefined;
      found.source.claimName = misspelt(String(found.source.claimName));
      return [found];
    },
  },
  {
    id: "service-account",
    what: "a ServiceAccount that is not there",
    rules: ["missing-service-account"],
    plant: (draft) => {
      const pod = draft.one(
        draft.pods().filter(({ spec }) => {
          const name = spec.serviceAccountName;
          return typeof name === "string" && name !== "default";
        }),
      );
      if (!pod) return undefined;
      pod.spec.serviceAccountName = misspelt(String(pod.spec.serviceAccountName));
      return [{ object: pod.object, steps: [...pod.steps, "serviceAccountName"] }];
    },
  },
  {
    id: "priority-class",
    what: "a PriorityClass that is not there",
    rules: ["missing-class"],
    plant: (draft) => {
      const pod = draft.one(draft.pods("Deployment", "StatefulSet"));
      if (!pod) return undefined;
      pod.spec.priorityClassName = "very-importnat";
      return [{ object: pod.object, steps: [...pod.steps, "priorityClassName"] }];
    },
  },
  {
    id: "ingress-service",
    what: "an Ingress whose Service is not there",
    rules: ["missing-service"],
    plant: (draft) => backend(draft, ["service", "name"], (name) => misspelt(String(name))),
  },
  {
    id: "ingress-port",
    what: "an Ingress to a port that the Service does not have",
    rules: ["missing-port"],
    plant: (draft) => backend(draft, ["service", "port"], () => ({ number: 61234 })),
  },
  {
    id: "ingress-tls",
    what: "an Ingress whose TLS Secret nothing makes",
    rules: ["missing-secret"],
    plant: (draft) => {
      const object = draft.one(
        draft.of("Ingress").filter(({ metadata, spec }) => {
          const made = Object.keys((metadata.annotations ?? {}) as Fields).some((key) =>
            key.startsWith("cert-manager.io/"),
          );
          return !made && items(spec, ["tls"]).length > 0;
        }),
      );
      if (!object) return undefined;
      const steps = ["spec", "tls", 0, "secretName"];
      set(object, steps, "no-such-certificate");
      return [{ object, steps }];
    },
  },
  {
    id: "autoscaler-target",
    what: "an autoscaler without its target",
    rules: ["missing-workload"],
    plant: renames("HorizontalPodAutoscaler", ["spec", "scaleTargetRef", "name"]),
  },
  {
    id: "autoscaler-group",
    what: "an autoscaler of a group that has no such kind",
    rules: ["missing-workload"],
    plant: (draft) => {
      const object = draft.one(draft.of("HorizontalPodAutoscaler"));
      if (!object) return undefined;
      const steps = ["spec", "scaleTargetRef", "apiVersion"];
      set(object, steps, "extensions/v1beta1");
      return [{ object, steps }];
    },
  },
  {
    id: "headless-service",
    what: "a StatefulSet without its headless Service",
    rules: ["missing-headless-service"],
    plant: renames("StatefulSet", ["spec", "serviceName"], (draft, { spec, metadata }) =>
      Boolean(draft.find("Service", String(get(spec, ["serviceName"])), metadata.namespace)),
    ),
  },
  {
    id: "role",
    what: "a binding to a Role that is not there",
    rules: ["missing-role"],
    plant: renames(
      "RoleBinding",
      ["roleRef", "name"],
      (_, object) => get(object, ["roleRef", "kind"]) === "Role",
    ),
  },
  {
    id: "binding-subject",
    what: "a binding for a ServiceAccount that is not there",
    rules: ["missing-service-account"],
    plant: renames(
      "RoleBinding",
      ["subjects", 0, "name"],
      (draft, object) =>
        get(object, ["subjects", 0, "kind"]) === "ServiceAccount" &&
        draft
          .of("ServiceAccount")
          .some(({ metadata }) => metadata.name === get(object, ["subjects", 0, "name"])),
    ),
  },
  {
    id: "issuer",
    what: "a Certificate whose issuer is not there",
    rules: ["missing-issuer"],
    plant: renames(
      "Certificate",
      ["spec", "issuerRef", "name"],
      (draft) => draft.of("Issuer", "ClusterIssuer").length > 0,
    ),
  },
  {
    id: "secret-store",
    what: "an ExternalSecret whose store is not there",
    rules: ["missing-secret-store"],
    plant: (draft) => {
      const workload = draft.one(draft.pods("Deployment", "StatefulSet"));
      if (!workload) return undefined;
      const { namespace } = workload.object.metadata;
      const apiVersion = "external-secrets.io/v1";
      draft.add({
        apiVersion,
        kind: "SecretStore",
        metadata: { name: "planted-vault", ...(namespace && { namespace }) },
        spec: { provider: { fake: { data: [{ key: "a", value: "b" }] } } },
      });
      const object = draft.add({
        apiVersion,
        kind: "ExternalSecret",
        metadata: { name: "planted", ...(namespace && { namespace }) },
        spec: {
          secretStoreRef: { kind: "SecretStore", name: "planted-valut" },
          target: { name: "planted" },
          data: [{ secretKey: "a", remoteRef: { key: "a" } }],
        },
      });
      return [{ object, steps: ["spec", "secretStoreRef", "name"] }];
    },
  },
  {
    id: "ingress-class",
    what: "an Ingress of a class that is not there",
    rules: ["missing-class"],
    plant: (draft) => {
      // What is told once for all Ingresses stands at the first.
      const object = draft.of("Ingress").at(-1);
      if (!object) return undefined;
      const classes = draft.of("IngressClass").map(({ metadata }) => metadata.name);
      if (classes.length === 0)
        draft.add({
          apiVersion: "networking.k8s.io/v1",
          kind: "IngressClass",
          metadata: { name: String(get(object, ["spec", "ingressClassName"]) ?? "nginx") },
          spec: { controller: "k8s.io/ingress-nginx" },
        });
      set(object, ["spec", "ingressClassName"], "ngnix");
      return [{ object, steps: ["spec", "ingressClassName"] }];
    },
  },
  {
    id: "storage-class",
    what: "a StorageClass that is not there",
    rules: ["missing-class"],
    plant: (draft) => {
      const object = draft.one(draft.of("PersistentVolumeClaim"));
      if (!object) return undefined;
      const name = String(get(object, ["spec", "storageClassName"]) ?? "fast");
      if (draft.of("StorageClass").length === 0)
        draft.add({
          apiVersion: "storage.k8s.io/v1",
          kind: "StorageClass",
          metadata: { name },
          provisioner: "ebs.csi.aws.com",
        });
      set(object, ["spec", "storageClassName"], misspelt(name));
      return [{ object, steps: ["spec", "storageClassName"] }];
    },
  },
  {
    id: "monitor-port",
    what: "a ServiceMonitor that asks for a port that the Service does not name",
    rules: ["missing-port"],
    plant: renames("ServiceMonitor", ["spec", "endpoints", 0, "port"]),
  },
  {
    id: "monitor-selector",
    what: "a ServiceMonitor that selects no Service",
    rules: ["idle-monitor"],
    plant: (draft) => {
      const object = draft.one(
        draft.of("ServiceMonitor").filter((each) => get(each, ["spec", "selector", "matchLabels"])),
      );
      if (!object) return undefined;
      const labels = get(object, ["spec", "selector", "matchLabels"]) as Record<string, string>;
      const [key] = Object.keys(labels);
      if (key === undefined) return undefined;
      labels[key] = misspelt(String(labels[key]));
      return [{ object, steps: ["spec", "selector"] }];
    },
  },
];

function backend(
  draft: Draft,
  steps: readonly string[],
  change: (before: unknown) => unknown,
): readonly Place[] | undefined {
  const found = draft.one(
    draft.of("Ingress").flatMap((object) =>
      items(object, ["spec", "rules"]).flatMap((rule, index) =>
        items(rule, ["http", "paths"]).flatMap((path, at) => {
          const name = String(get(path, ["backend", "service", "name"]));
          const service = draft.find("Service", name, object.metadata.namespace);
          const to = ["spec", "rules", index, "http", "paths", at, "backend", ...steps];
          return service ? [{ object, path, steps: to }] : [];
        }),
      ),
    ),
  );
  if (!found) return undefined;
  set(found.path, ["backend", ...steps], change(get(found.path, ["backend", ...steps])));
  return [found];
}
