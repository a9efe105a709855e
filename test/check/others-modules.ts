import { type GoModule, KUBERNETES, OPERATORS } from "../../scripts/generate-kubernetes/sources.ts";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";

/** What a module holds that its authors apply to clusters. */
export interface Others extends GoModule {
  /** Folders and files. */
  readonly manifests?: readonly string[];
  readonly kustomizations?: readonly string[];
  readonly charts?: readonly string[];
  /** Files among them that the API server refuses, with what it refuses. */
  readonly refused?: Readonly<Record<string, string>>;
}

/** Manifests, kustomizations and charts that other people wrote. */
export const others: readonly Others[] = [
  {
    ...(KUBERNETES.get(NEWEST_MINOR) as GoModule),
    manifests: ["cluster/addons", "test/e2e/testing-manifests", "test/fixtures/doc-yaml"],
    kustomizations: ["hack/testdata/kustomize"],
    refused: {
      "cluster/addons/node-problem-detector/npd.yaml": "spec.template.spec.readinessProbe",
      "test/e2e/testing-manifests/serviceloadbalancer/netexecsvc.yaml": "spec.Type",
      "test/e2e/testing-manifests/storage-csi/external-snapshot-metadata/backup-client-rbac.yaml":
        "subjects[0].namespace is missing",
      "test/e2e/testing-manifests/storage-csi/gce-pd/csi-controller-rbac.yaml":
        "subjects[0].namespace is missing",
      "test/fixtures/doc-yaml/admin/high-availability/kube-scheduler.yaml":
        "mounts a volume that is not there",
    },
  },
  {
    path: "k8s.io/pod-security-admission",
    version: "v0.36.3",
    manifests: ["webhook/manifests"],
  },
  {
    path: "k8s.io/kube-state-metrics/v2",
    version: "v2.15.0",
    manifests: ["examples", "tests/manifests"],
    kustomizations: ["examples/standard", "examples/autosharding"],
  },
  {
    path: "k8s.io/ingress-nginx",
    version: "v0.0.0-20240708192948-52c50467d67d",
    manifests: ["deploy", "test/manifests"],
    kustomizations: ["deploy/grafana", "deploy/prometheus"],
    charts: ["charts/ingress-nginx"],
  },
  {
    path: "sigs.k8s.io/kwok",
    version: "v0.8.0",
    manifests: ["kustomize/stage", "kustomize/metrics", "charts"],
    kustomizations: ["kustomize/kwok", "kustomize/crd", "kustomize/rbac", "kustomize/stage/fast"],
    charts: ["charts/kwok", "charts/stage-fast", "charts/metrics-usage"],
    refused: {
      "kustomize/stage/pod/fast/testdata/pod-running-with-job.input.yaml": "a time is <Now>",
    },
  },
  operator("argo-cd", {
    manifests: ["manifests", "examples", "applicationset/examples"],
    kustomizations: ["manifests/cluster-install", "manifests/ha/namespace-install"],
  }),
  operator("argo-rollouts", {
    manifests: ["manifests", "examples"],
    kustomizations: ["manifests/cluster-install", "manifests/namespace-install"],
    refused: { "examples/traffic-management/rollout-linkerd.yaml": "holds a template of Helm" },
  }),
  operator("cert-manager", {
    manifests: ["deploy/crds"],
    charts: ["deploy/charts/cert-manager"],
  }),
  operator("cloudnative-pg", {
    manifests: ["releases", "config/crd/bases", "config/rbac", "docs/src/samples"],
    kustomizations: ["config/default"],
    refused: {
      "docs/src/samples/cluster-restore-with-tablespaces.yaml": "spec.tablespaces is a list",
    },
  }),
  operator("envoy-gateway", { manifests: ["examples"], charts: ["charts/gateway-crds-helm"] }),
  operator("external-secrets", {
    manifests: ["deploy/crds", "config/crds/bases"],
    kustomizations: ["config/crds/bases"],
  }),
  operator("flagger", {
    manifests: ["artifacts"],
    kustomizations: ["kustomize/kubernetes", "kustomize/istio", "kustomize/podinfo"],
    charts: ["charts/flagger", "charts/loadtester"],
  }),
  operator("flux-kustomize", { manifests: ["config/crd/bases", "config/samples"] }),
  operator("flux-source", { manifests: ["config/crd/bases", "config/samples"] }),
  operator("gatekeeper", {
    manifests: ["deploy", "demo", "example"],
    charts: ["charts/gatekeeper", "manifest_staging/charts/gatekeeper"],
  }),
  operator("gateway-api", {
    manifests: ["config/crd", "examples"],
    kustomizations: ["config/crd", "config/crd/experimental"],
  }),
  operator("prometheus-operator", {
    manifests: ["bundle.yaml", "example"],
    kustomizations: ["."],
    refused: {
      "example/alertmanager-crd-conversion/patch.json": "is a patch",
      "example/user-guides/scrapeclass/scrapeclass-example-definition.yaml": "has no name",
      "example/user-guides/scrapeclass/scrapeclass-example-podmonitor.yaml": "has no name",
      "example/user-guides/scrapeclass/scrapeclass-example-servicemonitor.yaml":
        "spec.selector is missing",
    },
  }),
  operator("sealed-secrets", { charts: ["helm/sealed-secrets"] }),
  operator("vertical-pod-autoscaler", {
    manifests: ["deploy", "examples"],
    charts: ["charts/vertical-pod-autoscaler"],
  }),
];

function operator(name: string, what: Omit<Others, keyof GoModule>): Others {
  const { path, version } = OPERATORS.find((each) => each.name === name) as GoModule;
  return { path, version, ...what };
}
