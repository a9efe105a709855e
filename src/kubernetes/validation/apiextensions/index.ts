import type { CustomResourceDefinition } from "../../types/apiextensions.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validateConversion } from "./conversion.ts";
import { warnOfFormats } from "./formats.ts";
import { validateNames } from "./names.ts";
import { prepareDefinition } from "./prepare.ts";
import { validateDefinitionUpdate } from "./update.ts";
import { validateVersions } from "./versions.ts";

export const rules: GroupRules = {
  CustomResourceDefinition: rulesFor<Decoded<CustomResourceDefinition>>({
    topic: "invalid-definition",
    plainFinalizers: true,
    prepare: prepareDefinition,
    validate: validateDefinition,
    warn: warnOfFormats,
    validateUpdate: validateDefinitionUpdate,
  }),
};

/** @see …/apiextensions/validation/validation.go ValidateCustomResourceDefinition */
function validateDefinition(crd: Decoded<CustomResourceDefinition>, to: Complaints): void {
  const spec = crd.spec ?? {};
  const path = FieldPath.root.field("spec");
  validateNames(crd, to);
  const { scope = "", preserveUnknownFields } = spec;
  if (scope === "") to.required(path.field("scope"), "must be Namespaced or Cluster");
  else if (scope !== "Namespaced" && scope !== "Cluster")
    to.unsupported(path.field("scope"), scope, ["Cluster", "Namespaced"]);
  if (preserveUnknownFields === true)
    to.invalid(
      path.field("preserveUnknownFields"),
      "may not be true any more",
      "x-kubernetes-preserve-unknown-fields: true in the schema",
    );
  validateVersions(crd, to);
  if (spec.conversion) validateConversion(spec.conversion, to);
}
