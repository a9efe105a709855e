import { dns1123LabelProblem, pathSegmentNameProblem } from "../../names.ts";
import { resourceNameProblem } from "../../resource-amounts.ts";
import type {
  ContainerResourceMetricSource,
  ExternalMetricSource,
  MetricIdentifier,
  MetricSpec,
  ObjectMetricSource,
  PodsMetricSource,
  ResourceMetricSource,
} from "../../types/autoscaling.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import {
  validateMetricTarget,
  validateShareOrAmount,
  validateValueOrAverage,
} from "./metric-target.ts";
import { validateObjectReference } from "./object-reference.ts";

const FIELDS = {
  Object: "object",
  Pods: "pods",
  Resource: "resource",
  External: "external",
  ContainerResource: "containerResource",
} as const;
/** In the order in which the server looks at them; it reads on only in the first that is there. */
const ORDER = ["object", "external", "pods", "resource", "containerResource"] as const;

/** @see k8s.io/kubernetes/pkg/apis/autoscaling/validation/validation.go validateMetricSpec */
export function validateMetric(metric: Decoded<MetricSpec>, path: FieldPath, to: Complaints): void {
  const { type = "" } = metric;
  const expected = Object.hasOwn(FIELDS, type) ? FIELDS[type as keyof typeof FIELDS] : undefined;
  if (type === "") to.required(path.field("type"), "must be given", Object.keys(FIELDS).join(", "));
  else if (!expected) to.unsupported(path.field("type"), type, Object.keys(FIELDS));
  else if (!metric[expected])
    to.required(path.field(expected), `must be given in a metric of type ${type}`);
  const present = ORDER.filter((field) => metric[field] !== undefined);
  validateFirst(metric, path, to);
  if (present.length === 1) return;
  for (const field of present)
    if (field !== expected) to.forbidden(path.field(field), "each metric has one source only");
}

function validateFirst(metric: Decoded<MetricSpec>, path: FieldPath, to: Complaints): void {
  const { object, external, pods, resource, containerResource } = metric;
  if (object) validateObject(object, path.field("object"), to);
  else if (external) validateExternal(external, path.field("external"), to);
  else if (pods) validatePods(pods, path.field("pods"), to);
  else if (resource) validateResource(resource, path.field("resource"), to);
  else if (containerResource)
    validateContainerResource(containerResource, path.field("containerResource"), to);
}

function validateObject(
  { describedObject = {}, metric = {}, target = {} }: Decoded<ObjectMetricSource>,
  path: FieldPath,
  to: Complaints,
): void {
  validateObjectReference(describedObject, path.field("describedObject"), to, {
    needsGroup: false,
  });
  validateName(metric, path.field("metric"), to);
  validateMetricTarget(target, path.field("target"), to);
  validateValueOrAverage(target, path.field("target"), to);
}

function validateExternal(
  { metric = {}, target = {} }: Decoded<ExternalMetricSource>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("target");
  validateName(metric, path.field("metric"), to);
  validateMetricTarget(target, at, to);
  validateValueOrAverage(target, at, to);
  if (target.value !== undefined && target.averageValue !== undefined)
    to.forbidden(at.field("value"), "value and averageValue exclude each other", "keep one");
}

function validatePods(
  { metric = {}, target = {} }: Decoded<PodsMetricSource>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("target");
  validateName(metric, path.field("metric"), to);
  validateMetricTarget(target, at, to);
  if (target.averageValue === undefined) to.required(at.field("averageValue"));
}

function validateResource(
  { name = "", target = {} }: Decoded<ResourceMetricSource>,
  path: FieldPath,
  to: Complaints,
): void {
  if (name === "") to.required(path.field("name"), "must be given", "cpu or memory");
  validateMetricTarget(target, path.field("target"), to);
  validateShareOrAmount(target, path.field("target"), to);
}

function validateContainerResource(
  source: Decoded<ContainerResourceMetricSource>,
  path: FieldPath,
  to: Complaints,
): void {
  const { name = "", container = "", target = {} } = source;
  if (name === "") to.required(path.field("name"), "must be given", "cpu or memory");
  else to.problem(path.field("name"), resourceNameProblem(name));
  if (container === "") to.required(path.field("container"));
  else to.problem(path.field("container"), dns1123LabelProblem(container));
  validateMetricTarget(target, path.field("target"), to);
  validateShareOrAmount(target, path.field("target"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/autoscaling/validation/validation.go validateMetricIdentifier */
function validateName(
  { name = "" }: Decoded<MetricIdentifier>,
  path: FieldPath,
  to: Complaints,
): void {
  if (name === "") to.required(path.field("name"), "must name a metric");
  else to.problem(path.field("name"), pathSegmentNameProblem(name));
}
