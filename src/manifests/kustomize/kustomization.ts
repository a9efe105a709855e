import { toYaml } from "../../yaml.ts";
import type { Fields } from "./fields.ts";

const note = "# Written by slipway render --format kustomize. Change the platform instead.\n";

/** The text of a kustomization.yaml; what is undefined or empty is left out. */
export function kustomization(content: Fields): string {
  const head = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization" };
  const said = Object.entries(content).filter(([, value]) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined,
  );
  return note + toYaml({ ...head, ...Object.fromEntries(said) });
}
