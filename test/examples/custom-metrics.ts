import { load } from "js-yaml";
import type { Resource } from "../control-plane/resources.ts";

interface AdapterConfig {
  readonly rules: readonly { readonly name: { readonly as: string } }[];
}

/** The metrics of pods that Prometheus Adapter serves with the configuration in this object. */
export function metricsServedBy(object: Resource): readonly string[] {
  const { data } = object as Resource & { readonly data?: Readonly<Record<string, string>> };
  const config = object.kind === "ConfigMap" ? data?.["config.yaml"] : undefined;
  if (config === undefined) return [];
  return (load(config) as AdapterConfig).rules.map(({ name }) => name.as);
}
