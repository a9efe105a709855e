import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** One Go module that carries API descriptions. */
export interface GoModule {
  readonly path: string;
  readonly version: string;
}

/** The newest patch release of each minor that is there as a Go module. */
export const KUBERNETES: ReadonlyMap<number, GoModule> = new Map(
  ["v1.31.14", "v1.32.13", "v1.33.13", "v1.34.4", "v1.35.4", "v1.36.3"].map((version) => [
    Number(version.split(".")[1]),
    { path: "k8s.io/kubernetes", version },
  ]),
);

/**
 * The published API types of the newest minor: they say when each version of a kind came and goes.
 */
export const LIFECYCLE: GoModule = { path: "k8s.io/api", version: "v0.36.3" };

/**
 * An operator whose custom resources are known, and the folders or files of its module that hold
 * their CRDs.
 */
export interface Operator extends GoModule {
  /** Name of the data file and of the file of types. */
  readonly name: string;
  readonly crds: readonly string[];
}

export const OPERATORS: readonly Operator[] = [
  operator(
    "argo-cd",
    "github.com/argoproj/argo-cd/v3",
    "v3.5.7",
    "manifests/crds/application-crd.yaml",
  ),
  operator("argo-rollouts", "github.com/argoproj/argo-rollouts", "v1.9.0", "manifests/crds"),
  operator("cert-manager", "github.com/cert-manager/cert-manager", "v1.21.2", "deploy/crds"),
  operator(
    "cloudnative-pg",
    "github.com/cloudnative-pg/cloudnative-pg",
    "v1.28.0",
    "config/crd/bases",
  ),
  operator(
    "envoy-gateway",
    "github.com/envoyproxy/gateway",
    "v1.9.1",
    ...["backendtrafficpolicies", "clienttrafficpolicies", "securitypolicies"].map(
      (plural) =>
        `charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_${plural}.yaml`,
    ),
  ),
  operator(
    "external-secrets",
    "github.com/external-secrets/external-secrets",
    "v1.3.2",
    "config/crds/bases",
  ),
  operator("flagger", "github.com/fluxcd/flagger", "v1.36.1", "artifacts/flagger/crd.yaml"),
  operator(
    "flux-kustomize",
    "github.com/fluxcd/kustomize-controller",
    "v1.9.6",
    "config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml",
  ),
  operator(
    "flux-source",
    "github.com/fluxcd/source-controller",
    "v1.9.6",
    "config/crd/bases/source.toolkit.fluxcd.io_gitrepositories.yaml",
  ),
  operator(
    "gatekeeper",
    "github.com/open-policy-agent/gatekeeper/v3",
    "v3.23.1",
    "charts/gatekeeper/crds",
  ),
  operator("gateway-api", "sigs.k8s.io/gateway-api", "v1.6.0", "config/crd/standard"),
  operator(
    "prometheus-operator",
    "github.com/prometheus-operator/prometheus-operator",
    "v0.85.0",
    "example/prometheus-operator-crd",
  ),
  operator(
    "sealed-secrets",
    "github.com/bitnami-labs/sealed-secrets",
    "v0.40.0",
    "helm/sealed-secrets/crds",
  ),
  operator(
    "vertical-pod-autoscaler",
    "k8s.io/autoscaler/vertical-pod-autoscaler",
    "v1.8.1",
    "deploy/vpa-v1-crd-gen.yaml",
  ),
];

function operator(name: string, path: string, version: string, ...crds: string[]): Operator {
  return { name, path, version, crds };
}

/**
 * The folder of a module in Go's cache; Go downloads it when it is not there.
 *
 * @throws ModuleMissing when there is no Go, or it cannot get the module.
 */
export async function folderOf({ path, version }: GoModule): Promise<string> {
  const args = ["mod", "download", "-json", `${path}@${version}`];
  const { stdout } = await promisify(execFile)("go", args, { cwd: "/" }).catch((failure) => {
    if (failure.code === "ENOENT") {
      throw new ModuleMissing("there is no go: apt-get install golang-go, or https://go.dev/dl");
    }
    throw new ModuleMissing(
      `go cannot get ${path} ${version}: ${failure.stdout || failure.stderr}`,
    );
  });
  return JSON.parse(stdout).Dir;
}

/**
 * The folders and files that hold the CRDs of an operator.
 *
 * @throws ModuleMissing as `folderOf` does.
 */
export async function crdPaths(operator: Operator): Promise<string[]> {
  const folder = await folderOf(operator);
  return operator.crds.map((path) => join(folder, path));
}

/** Says which module is missing, and why. */
export class ModuleMissing extends Error {}
