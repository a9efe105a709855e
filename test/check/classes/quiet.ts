import { group } from "./class.ts";
import {
  all,
  configMap,
  deployment,
  files,
  ingress,
  KUSTOMIZATION,
  pod,
  policy,
  service,
} from "./texts.ts";

const quiet = group("quiet", "false alarms");

const INGRESS_CLASS = (more: string) => `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: traefik${more} }
spec: { controller: traefik.io/ingress-controller }
`;

const IS_DEFAULT = ', annotations: { ingressclass.kubernetes.io/is-default-class: "true" }';

const QUOTA = `apiVersion: v1
kind: ResourceQuota
metadata: { name: compute }
spec: { hard: { requests.cpu: "1" } }
`;

const withInit = (cpu: string) =>
  all(
    QUOTA,
    deployment("resources: { requests: { cpu: 500m } }", {
      pod: `initContainers:
  - { name: migrate, image: "ghcr.io/shop/web:v1", resources: { requests: { cpu: ${cpu} } } }`,
    }),
  );

const NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n";

const labelled = (more: string) =>
  files({
    "kustomization.yaml": `${KUSTOMIZATION}resources: [shop.yaml]
labels:
  - pairs: { app: shop } # here
${more}`,
    "shop.yaml": all(deployment(), deployment("", { name: "worker" })),
  });

const mounts = (second: string) =>
  all(
    configMap("site.conf: listen 8080", "site"),
    configMap("mime.types: text/html html", "types"),
    pod(`volumeMounts:\n  - { name: site, mountPath: /etc/web }\n  - ${second}`, {
      pod: "volumes: [{ name: site, configMap: { name: site } }, { name: types, configMap: { name: types } }]",
    }),
  );

const pinged = pod(
  `args: [--requirepass, $(PASSWORD)]
env: [{ name: PASSWORD, valueFrom: { secretKeyRef: { name: cache, key: password } } }]
ports: [{ containerPort: 6379 }]
livenessProbe: { exec: { command: [redis-cli, ping] } }`,
  { name: "cache", image: "redis:8" },
);

/** What looks like a fault and is none. */
export const falseAlarms = [
  quiet(
    "a default-deny NetworkPolicy is not one that allows all",
    ["unisolated-pods", "open-namespace"],
    {
      bad: undefined,
      near: all(
        policy("podSelector: {}\npolicyTypes: [Ingress, Egress]", "default-deny"),
        deployment(),
      ),
      like: "a policy without a rule",
    },
  ),
  quiet("an Ingress without a class is fine where a class is the default", "missing-class", {
    bad: all(
      ingress("ingressClassName: nginx # here"),
      service("{ port: 80 }"),
      INGRESS_CLASS(IS_DEFAULT),
    ),
    near: all(ingress(), service("{ port: 80 }"), INGRESS_CLASS(IS_DEFAULT)),
    like: "an Ingress that names none",
  }),
  quiet(
    "kustomize's labels without selectors do not change selectors",
    ["overwritten-selector", "overlapping-services", "fighting-workloads"],
    {
      bad: undefined,
      near: labelled(""),
      like: "labels on the objects alone",
    },
  ),
  quiet(
    "init containers add to the quota only above what the containers ask for",
    "quota-exceeded",
    {
      bad: withInit("1500m"),
      near: withInit("800m"),
      like: "an init container that runs before the others, within the quota",
    },
  ),
  quiet("a namespace on a cluster-scoped object is cleared by the server", ["missing-namespace"], {
    bad: undefined,
    near: all(
      NAMESPACE,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: reader, namespace: biling }
rules: [{ apiGroups: [""], resources: [configmaps], verbs: [get] }]
`,
    ),
    like: "a ClusterRole with a namespace that is not there",
  }),
  quiet("$(NAME) may come from envFrom", "unset-variable", {
    bad: undefined,
    near: pod(`envFrom: [{ secretRef: { name: somebody-elses } }]
args: ["--host=$(DB_HOST)"]`),
    like: "a variable that a Secret which is not in the input may bring",
  }),
  quiet("a ConfigMap's folder mounted inside another is fine", "nested-file-mount", {
    bad: mounts("{ name: types, mountPath: /etc/web/mime.types, subPath: mime.types } # here"),
    near: mounts("{ name: types, mountPath: /etc/web/types }"),
    like: "a folder, not a file by subPath",
  }),
  quiet(
    "a probe's command may succeed without a password",
    ["foreign-probe", "missing-setting", "unheard-port"],
    {
      bad: undefined,
      near: pinged,
      like: "redis-cli ping of a server with a password: it answers NOAUTH and ends with 0",
      reason:
        "No rule reads what a probe's command says; the examples are of the rules that look at probes and passwords.",
    },
  ),
  quiet("deprecated fields of kustomize only warn", "deprecated-kustomize-field", {
    bad: undefined,
    near: undefined,
    like: "the field that took its place",
    reason: "A note: the build goes on, and so do the other findings.",
  }),
];
