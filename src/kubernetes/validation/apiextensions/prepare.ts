import { isFields } from "../../fields.ts";

/**
 * Fills the names in that follow from the kind, and clears the status.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/defaults.go
 */
export function prepareDefinition(crd: Record<string, unknown>): void {
  delete crd.status;
  if (!isFields(crd.spec)) return;
  crd.spec.names ??= {};
  const { names } = crd.spec;
  if (!isFields(names)) return;
  const kind = typeof names.kind === "string" ? names.kind : "";
  if ((names.singular ?? "") === "") names.singular = kind.toLowerCase();
  if ((names.listKind ?? "") === "" && kind !== "") names.listKind = `${kind}List`;
}
