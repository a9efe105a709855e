import { labelKeyProblem, labelValueProblem } from "../../names.ts";
import type { ObjectMeta } from "../../types/meta.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { semanticallyEqual } from "../semantic-equality.ts";

interface Selector {
  readonly rawSelector?: string;
  readonly requirements?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}

/** What may somebody do? */
export interface AccessReview {
  readonly metadata?: ObjectMeta;
  readonly spec?: {
    readonly resourceAttributes?: {
      readonly namespace?: string;
      readonly fieldSelector?: Selector;
      readonly labelSelector?: Selector;
    };
    readonly nonResourceAttributes?: object;
    readonly user?: string;
    readonly groups?: readonly string[];
  };
}

const path = FieldPath.root.field("spec");
const resource = path.field("resourceAttributes");
const nonResource = path.field("nonResourceAttributes");

/** @see k8s.io/kubernetes/pkg/apis/authorization/validation/validation.go ValidateSubjectAccessReview */
export function validateAccessReview(review: Decoded<AccessReview>, to: Complaints): void {
  validateSubject(review, to);
  validateSelfReview(review, to);
}

/** @see k8s.io/kubernetes/pkg/apis/authorization/validation/validation.go ValidateSelfSubjectAccessReview */
export function validateSelfReview(review: Decoded<AccessReview>, to: Complaints): void {
  validateAttributes(review, to);
  validateNoMetadata(review.metadata, to);
}

/** @see k8s.io/kubernetes/pkg/apis/authorization/validation/validation.go ValidateLocalSubjectAccessReview */
export function validateLocalReview(review: Decoded<AccessReview>, to: Complaints): void {
  validateSubject(review, to);
  validateAttributes(review, to);
  validateNoMetadata(review.metadata, to);
  const { resourceAttributes, nonResourceAttributes } = review.spec ?? {};
  const asked = resourceAttributes?.namespace ?? "";
  const { namespace = asked } = review.metadata ?? {};
  if (resourceAttributes && (asked === "" || asked !== namespace))
    to.invalid(resource.field("namespace"), "must be the namespace of the review", namespace);
  if (nonResourceAttributes)
    to.invalid(nonResource, "URLs belong to no namespace", "a SubjectAccessReview");
}

function validateSubject({ spec = {} }: Decoded<AccessReview>, to: Complaints): void {
  if ((spec.user ?? "") === "" && (spec.groups ?? []).length === 0)
    to.invalid(path.field("user"), "must name a user, or groups");
}

function validateAttributes({ spec = {} }: Decoded<AccessReview>, to: Complaints): void {
  const { resourceAttributes: attributes, nonResourceAttributes } = spec;
  if (attributes && nonResourceAttributes)
    to.invalid(nonResource, "resourceAttributes and nonResourceAttributes exclude each other");
  if (!attributes && !nonResourceAttributes)
    to.invalid(resource, "must be given, or nonResourceAttributes");
  validateSelector(attributes?.fieldSelector, "field", to);
  validateSelector(attributes?.labelSelector, "label", to);
}

/** @see k8s.io/kubernetes/pkg/apis/authorization/validation/validation.go validateFieldSelectorAttributes */
function validateSelector(
  selector: Decoded<Selector> | undefined,
  of: "field" | "label",
  to: Complaints,
): void {
  // Before 1.32 the server drops both.
  if (!selector || to.minor < 32) return;
  const at = resource.field(`${of}Selector`);
  const { rawSelector = "", requirements = [] } = selector;
  if (rawSelector !== "" && requirements.length > 0)
    to.invalid(at.field("rawSelector"), "rawSelector and requirements exclude each other");
  if (rawSelector === "" && requirements.length === 0)
    to.required(at.field("requirements"), "must be given, or rawSelector");
  for (const [index, { key = "", operator = "", values = [] }] of requirements.entries()) {
    const each = at.field("requirements").index(index);
    if (of === "label") to.problem(each.field("key"), labelKeyProblem(key));
    else if (key === "") to.required(each.field("key"), "must name a field");
    if ((operator === "In" || operator === "NotIn") && values.length === 0)
      to.required(each.field("values"), `${operator} needs at least one value`);
    if ((operator === "Exists" || operator === "DoesNotExist") && values.length > 0)
      to.forbidden(each.field("values"), `${operator} takes no values`);
    if (of === "field") continue;
    for (const [position, value] of values.entries())
      to.problem(each.field("values").index(position), labelValueProblem(value));
  }
}

/** Set by the server whatever stands there, so that they are not looked at. */
const SYSTEM_FIELDS: ReadonlySet<string> = new Set([
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "managedFields",
  "namespace",
  "selfLink",
  "uid",
]);

function validateNoMetadata(metadata: Decoded<ObjectMeta> | undefined, to: Complaints): void {
  const written = Object.entries(metadata ?? {}).filter(
    ([field, value]) =>
      !SYSTEM_FIELDS.has(field) &&
      !semanticallyEqual(value, undefined) &&
      !(typeof value === "object" && Object.keys(value).length === 0),
  );
  if (written.length > 0)
    to.invalid(FieldPath.root.field("metadata"), "must be empty: a question is not stored");
}
