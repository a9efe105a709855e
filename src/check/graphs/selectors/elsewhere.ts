import { isFields } from "../../../kubernetes/fields.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { isRollout } from "../../objects/rollouts.ts";
import { once, type World } from "../../world.ts";

/** Groups whose objects only speak about pods, whatever labels they name. */
const PASSIVE: ReadonlySet<string> = new Set([
  "acme.cert-manager.io",
  "autoscaling.k8s.io",
  "bitnami.com",
  "cert-manager.io",
  "cilium.io",
  "external-secrets.io",
  "keda.sh",
  "kyverno.io",
  "metrics.k8s.io",
  "networking.istio.io",
  "projectcontour.io",
  "security.istio.io",
  "snapshot.storage.k8s.io",
  "traefik.containo.us",
  "traefik.io",
]);
const PASSIVE_KINDS: ReadonlySet<string> = new Set([
  "AlertmanagerConfig",
  "PodMonitor",
  "Probe",
  "PrometheusRule",
  "ScrapeConfig",
  "ServiceMonitor",
  "HTTPRoute",
  "GRPCRoute",
  "TCPRoute",
  "TLSRoute",
  "UDPRoute",
  "ReferenceGrant",
]);

/** Objects that bring others of which nothing is known here: charts, and trees in repositories. */
const INSTALLERS: ReadonlySet<string> = new Set([
  "argoproj.io/Application",
  "argoproj.io/ApplicationSet",
  "fleet.cattle.io/GitRepo",
  "helm.cattle.io/HelmChart",
  "helm.toolkit.fluxcd.io/HelmRelease",
  "kustomize.toolkit.fluxcd.io/Kustomization",
]);

/** Kubernetes' own groups. */
function isBuiltIn({ group }: Item): boolean {
  return !group.includes(".") || (group.endsWith(".k8s.io") && !group.startsWith("gateway."));
}

/** Whether an object may have pods made that are not in the world. */
function mayMakePods(item: Item): boolean {
  // A Rollout's own pods are read as a Deployment's are.
  if (isRollout(item) && isFields(item.object.spec) && item.object.spec.template) return false;
  return !isBuiltIn(item) && !PASSIVE.has(item.group) && !PASSIVE_KINDS.has(item.kind);
}

interface Makers {
  readonly hasInstaller: boolean;
  /** What objects that may make pods say. */
  readonly words: ReadonlySet<string>;
}

const makers = once((world): Makers => {
  const words = new Set<string>();
  let hasInstaller = false;
  for (const item of inventory(world).items) {
    if (INSTALLERS.has(`${item.group}/${item.kind}`)) hasInstaller = true;
    else if (mayMakePods(item)) {
      words.add(item.name);
      addTexts(item.object.metadata, words);
      addTexts(item.object.spec, words);
    }
  }
  return { hasInstaller, words };
});

function addTexts(value: unknown, words: Set<string>): void {
  if (typeof value === "string") words.add(value);
  else if (Array.isArray(value)) for (const each of value) addTexts(each, words);
  else if (isFields(value)) for (const each of Object.values(value)) addTexts(each, words);
}

/** Whether pods with such a label may be made by something that is not a workload of the world. */
export function mayComeFromElsewhere(world: World, values: readonly string[]): boolean {
  const { hasInstaller, words } = makers(world);
  return hasInstaller || values.some((value) => words.has(value));
}
