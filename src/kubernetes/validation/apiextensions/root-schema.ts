import { MOST_ESTIMATED_COST_OF_CRD } from "../../cel/index.ts";
import { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";
import { validateDefaults } from "./defaults.ts";
import type { Props } from "./props.ts";
import { refusedWord } from "./refused-words.ts";
import { RuleScope } from "./rule-scope.ts";
import { DEAR } from "./rules.ts";
import { validateSchema } from "./schema.ts";
import { validateStructural } from "./structural.ts";

/** What the schema of a resource with a status may say at its root. */
const ALLOWED = new Set(
  (
    "description type format title maximum exclusiveMaximum minimum exclusiveMinimum maxLength " +
    "minLength pattern maxItems minItems uniqueItems multipleOf required items properties " +
    "externalDocs example x-kubernetes-preserve-unknown-fields x-kubernetes-validations"
  ).split(" "),
);

/**
 * The schema of one version.
 *
 * @param version where the version is
 * @see …/apiextensions/validation/validation.go validateCustomResourceDefinitionValidation
 */
export function validateRootSchema(
  props: Props,
  version: FieldPath,
  hasStatus: boolean,
  to: Complaints,
): void {
  const path = version.field("schema", "openAPIV3Schema");
  const before = to.errors.length;
  if (hasStatus) validateForStatus(props, path, to);
  if (props.nullable) to.forbidden(path.field("nullable"), "may not be true at the root");
  const structural = to.errors.length;
  const isReadable = validateStructural(props, path, to);
  if (isReadable && to.errors.length === structural) validateDefaults(props, path, to);
  const isSound = isReadable && to.errors.length === structural;
  const scope = isSound ? RuleScope.root(props) : undefined;
  const cel = new Complaints(to.minor);
  const place = {
    isRoot: true,
    inMeta: false,
    noDefault: undefined,
    noOldSelf: false,
    rules: scope,
  };
  validateSchema(props, path, place, to, cel);
  to.errors.push(...cel.errors);
  if (!isReadable && to.errors.length === before)
    to.invalid(path, `${refusedWord(props, path)} is not supported`);
  if (scope && scope.total.total > MOST_ESTIMATED_COST_OF_CRD) {
    for (const rule of scope.total.dearest(MOST_ESTIMATED_COST_OF_CRD / 100))
      to.forbidden(rule, "makes the rules of this version cost too much together", DEAR);
    to.forbidden(path, "its rules may cost too much together", DEAR);
  }
}

function validateForStatus(props: Props, path: FieldPath, to: Complaints): void {
  for (const [word, value] of Object.entries(props)) {
    const isAny = word === "default" || word === "example";
    if (value === undefined || (!isAny && (value === "" || value === false))) continue;
    if (word === "type" && value !== "object") {
      to.invalid(path.field("type"), "must be object where there is a status subresource");
      return;
    }
    if (ALLOWED.has(word)) continue;
    to.invalid(path, `${word} may not be used at the root where there is a status subresource`);
    return;
  }
}
