import type { Item } from "../objects/inventory.ts";
import { Place } from "./place.ts";

/**
 * The namespaces into which an object brings others that are in none of the texts: a chart's
 * release, an application of another tree. Undefined stands for any.
 */
export function opening(item: Item): (string | undefined)[] {
  return OPENING[`${item.group}/${item.kind}`]?.(Place.of(item), item) ?? [];
}

type Opening = (object: Place, item: Item) => (string | undefined)[];

const OPENING: Readonly<Record<string, Opening>> = {
  // https://fluxcd.io/flux/components/helm/helmreleases/#target-namespace
  "helm.toolkit.fluxcd.io/HelmRelease": (release, { namespace }) => [
    release.at("spec", "targetNamespace").text ?? namespace,
  ],
  // https://docs.k3s.io/helm
  "helm.cattle.io/HelmChart": (chart, { namespace }) => [
    chart.at("spec", "targetNamespace").text ?? namespace,
  ],
  // https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
  "argoproj.io/Application": (application) => [destination(application.at("spec"))],
  "argoproj.io/ApplicationSet": (set) => [destination(set.at("spec", "template", "spec"))],
};

/** Undefined where it is filled in, or in a cluster that is another one. */
function destination(spec: Place): string | undefined {
  const { text } = spec.at("destination", "namespace");
  return text?.includes("{") ? undefined : text;
}
