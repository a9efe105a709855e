import {
  type GoModule,
  KUBERNETES,
  OPERATORS,
} from "../../../scripts/generate-kubernetes/sources.ts";
import { NEWEST_MINOR } from "../../../src/kubernetes/versions.ts";
import { others } from "../others-modules.ts";
import { each, type PrecisionTree } from "./tree.ts";
import { byRevision } from "./trees-by-revision.ts";
import { firstLook } from "./trees-first-look.ts";
import { secondLook } from "./trees-second-look.ts";
import { thirdLook } from "./trees-third-look.ts";

function operator(name: string): GoModule {
  const { path, version } = OPERATORS.find((each) => each.name === name)!;
  return { path, version };
}

function other(path: string): GoModule {
  const { version } = others.find((each) => each.path === path)!;
  return { path, version };
}

/** Trees out of pinned packages. */
const pinned: readonly PrecisionTree[] = [
  {
    name: "kubernetes-addons",
    kind: "cluster add-ons",
    from: KUBERNETES.get(NEWEST_MINOR)!,
    installations: each(
      "cluster/addons",
      "calico-policy-controller",
      "cloud-controller-manager",
      "cluster-loadbalancing",
      "dns/nodelocaldns",
      "dns-horizontal-autoscaler",
      "fluentd-gcp",
      "ip-masq-agent",
      "kube-network-policies",
      "metadata-agent",
      "metadata-proxy",
      "metrics-server",
      "node-problem-detector/npd.yaml",
      "node-problem-detector/standalone",
      "node-problem-detector/kubelet-user-standalone",
      "rbac/cluster-autoscaler",
      "rbac/kubelet-api-auth",
      "rbac/kubelet-cert-rotation",
      "rbac/legacy-kubelet-user",
      "rbac/legacy-kubelet-user-disable",
      "storage-class/azure",
      "storage-class/gce",
      "storage-class/local",
      "volumesnapshots",
    ),
  },
  {
    name: "argo-cd",
    kind: "install manifests",
    from: operator("argo-cd"),
    installations: each(
      "manifests",
      "install.yaml",
      "ha/install.yaml",
      "ha/namespace-install.yaml",
    ),
  },
  {
    name: "argo-rollouts",
    kind: "install manifests",
    from: operator("argo-rollouts"),
    installations: [
      ["manifests/install.yaml", "manifests/dashboard-install.yaml"],
      ["manifests/namespace-install.yaml", "manifests/notifications-install.yaml"],
      ["manifests/cluster-install"],
    ],
  },
  {
    name: "argo-rollouts-examples",
    kind: "documentation examples",
    from: operator("argo-rollouts"),
    installations: [
      ...each(
        "examples",
        "ambassador",
        "apisix",
        "appmesh",
        "helm-blue-green",
        "istio",
        "traffic-management/*",
        "traffic-routing-experiment-step/*",
        "workload-ref",
        "notifications/*",
        "rollout-bluegreen.yaml",
        "rollout-canary.yaml",
        "rollout-canary-preview.yaml",
        "rollout-experiment-step.yaml",
        "rollout-rolling-update.yaml",
        "rollout-secret.yaml",
        "rollout-template-ref.yaml",
      ),
    ],
  },
  {
    name: "argo-cd-examples",
    kind: "documentation examples",
    from: operator("argo-cd"),
    installations: [["examples/*"], ["applicationset/examples/*"]],
  },
  {
    name: "kubernetes-e2e",
    kind: "documentation examples",
    from: KUBERNETES.get(NEWEST_MINOR)!,
    installations: [
      ...each(
        "test/e2e/testing-manifests",
        "auth/*",
        "dra/*",
        "flexvolume/*",
        "gpu/*",
        "guestbook/legacy",
        "kubectl/*",
        "pod/*",
        "sample-device-plugin/*",
        "serviceloadbalancer/*",
        "statefulset/cassandra",
        "statefulset/cockroachdb",
        "statefulset/etcd",
        "statefulset/mysql-galera",
        "statefulset/mysql-upgrade",
        "statefulset/zookeeper",
        "storage-csi/gce-pd",
        "storage-csi/mock/csi-mock-driver.yaml",
        "storage-csi/mock/csi-mock-proxy.yaml",
        "storage-csi/any-volume-datasource",
        "storage-csi/external-snapshot-metadata",
      ),
      ["test/fixtures/doc-yaml/*"],
    ],
  },
  {
    name: "cloudnative-pg-samples",
    kind: "documentation examples",
    from: operator("cloudnative-pg"),
    installations: [["docs/src/samples/*"]],
  },
  {
    name: "sealed-secrets",
    kind: "public chart",
    from: operator("sealed-secrets"),
    installations: [["helm/sealed-secrets"]],
  },
  {
    name: "gatekeeper-demo",
    kind: "demo application",
    from: operator("gatekeeper"),
    installations: [["demo/*"], ["example/*"]],
  },
  {
    name: "cloudnative-pg",
    kind: "install manifests",
    from: operator("cloudnative-pg"),
    installations: [["releases/cnpg-1.28.0.yaml"], ["releases/cnpg-1.27.0.yaml"]],
  },
  {
    name: "ingress-nginx",
    kind: "public chart",
    from: other("k8s.io/ingress-nginx"),
    installations: [
      ["charts/ingress-nginx"],
      ...each("deploy/static/provider", "cloud", "baremetal", "aws/deploy.yaml", "kind"),
      ["deploy/grafana", "deploy/prometheus"],
    ],
  },
  {
    name: "cert-manager",
    kind: "public chart",
    from: operator("cert-manager"),
    installations: [["deploy/charts/cert-manager"]],
  },
  {
    name: "flagger",
    kind: "install manifests",
    from: operator("flagger"),
    installations: [
      ["kustomize/kubernetes", "kustomize/podinfo", "kustomize/tester"],
      ["kustomize/istio"],
      ["charts/flagger", "charts/loadtester"],
      ["charts/podinfo"],
      ["charts/grafana"],
      ["artifacts/flagger"],
      ["artifacts/examples/*"],
    ],
    random: /(?<=-test-)\w{5}$/,
  },
  {
    name: "podinfo",
    kind: "demo application",
    from: {
      path: "github.com/stefanprodan/podinfo",
      version: "v1.8.1-0.20250910200901-e86405a8674e",
    },
    installations: [
      ["kustomize"],
      ["charts/podinfo"],
      ...each("deploy/overlays", "dev", "staging", "production"),
      ["deploy/secure/common", "deploy/secure/backend", "deploy/secure/frontend"],
      ["deploy/webapp/common", "deploy/webapp/backend", "deploy/webapp/frontend"],
    ],
    random: /(?<=-test-)\w{5}$/,
  },
  {
    name: "gatekeeper",
    kind: "install manifests",
    from: operator("gatekeeper"),
    installations: [["deploy/gatekeeper.yaml"], ["charts/gatekeeper"]],
  },
  {
    name: "kwok",
    kind: "public chart",
    from: other("sigs.k8s.io/kwok"),
    installations: [["kustomize/kwok"], ["charts/kwok", "charts/stage-fast"]],
  },
  {
    name: "kube-state-metrics",
    kind: "monitoring stack",
    from: other("k8s.io/kube-state-metrics/v2"),
    installations: each("examples", "standard", "autosharding", "daemonsetsharding"),
  },
  {
    name: "envoy-gateway",
    kind: "documentation examples",
    from: operator("envoy-gateway"),
    installations: [
      ["examples/kubernetes/*"],
      ["examples/redis"],
      ["examples/otel-headers/resources"],
    ],
  },
  {
    name: "vertical-pod-autoscaler",
    kind: "install manifests",
    from: operator("vertical-pod-autoscaler"),
    installations: [["deploy"], ["charts/vertical-pod-autoscaler"]],
  },
  {
    name: "prometheus-operator",
    kind: "monitoring stack",
    from: operator("prometheus-operator"),
    installations: [
      ["bundle.yaml"],
      ["example/rbac/prometheus-operator"],
      ["example/thanos"],
      ["example/shards"],
      ["example/user-guides/*"],
      ["example/additional-scrape-configs"],
      ["example/non-rbac"],
      ["example/storage"],
      ["example/admission-webhook"],
      ["example/networkpolicies"],
    ],
  },
];

export const trees: readonly PrecisionTree[] = [
  ...pinned,
  ...byRevision,
  ...firstLook,
  ...secondLook,
  ...thirdLook,
];
