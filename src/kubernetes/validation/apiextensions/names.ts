import { dns1035LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { CustomResourceDefinition } from "../../types/apiextensions.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";

const spec = FieldPath.root.field("spec");
const path = spec.field("names");
const APPROVED = "api-approved.kubernetes.io";

/**
 * The names of a definition: its own, of its group, and of its kind.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go ValidateCustomResourceDefinitionNames
 */
export function validateNames(crd: Decoded<CustomResourceDefinition>, to: Complaints): void {
  const { group = "", names = {} } = crd.spec ?? {};
  const { plural = "", singular = "", kind = "", listKind = "" } = names;
  const needed = `${plural}.${group}`;
  if ((crd.metadata?.name ?? "") !== needed && (crd.metadata?.name ?? "") !== "")
    to.invalid(
      FieldPath.root.field("metadata", "name"),
      "must be the plural, a dot, and the group",
      plural && group ? `name: ${needed}` : undefined,
    );
  const made = crd.metadata?.generateName ?? "";
  if (made !== "" && made !== needed)
    to.invalid(FieldPath.root.field("metadata", "generateName"), "a definition needs a fixed name");
  validateGroup(group, to);
  for (const [name, text] of Object.entries({ plural, singular, kind, listKind })) {
    if (text === "") to.required(path.field(name));
    else
      to.problem(path.field(name), dns1035LabelProblem(isKind(name) ? text.toLowerCase() : text));
  }
  if (kind !== "" && kind === listKind)
    to.invalid(path.field("listKind"), "must differ from the kind");
  for (const list of ["shortNames", "categories"] as const)
    for (const [index, text] of (names[list] ?? []).entries())
      to.problem(path.field(list).index(index), dns1035LabelProblem(text));
  validateApproval(crd, to);
}

function isKind(name: string): boolean {
  return name === "kind" || name === "listKind";
}

function validateGroup(group: string, to: Complaints): void {
  const at = spec.field("group");
  const problem = dns1123SubdomainProblem(group);
  if (group === "") to.required(at);
  else if (problem !== undefined) to.invalid(at, problem);
  else if (!group.includes("."))
    to.invalid(at, `${quote(group)} has no dot`, "a domain of yours, such as example.com");
}

/** @see k8s.io/apiextensions-apiserver/pkg/apihelpers/helpers.go GetAPIApprovalState */
export function approvalOf(crd: Decoded<CustomResourceDefinition>): string {
  const text = crd.metadata?.annotations?.[APPROVED] ?? "";
  if (text === "") return "missing";
  if (text.startsWith("unapproved")) return "bypassed";
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/\s]/.test(text) ? "approved" : "invalid";
}

export function isProtected(group: string): boolean {
  return /(^|\.)(k8s|kubernetes)\.io$/.test(group);
}

/** Groups of Kubernetes itself are reviewed. An update is not asked for what was missing before. */
export function validateApproval(crd: Decoded<CustomResourceDefinition>, to: Complaints): void {
  const { group = "" } = crd.spec ?? {};
  if (!isProtected(group)) return;
  const at = FieldPath.root.field("metadata", "annotations").key(APPROVED);
  const instead = `a URL of the review, or "unapproved: " and why`;
  const approval = approvalOf(crd);
  if (approval === "missing")
    to.required(at, `the group ${group} belongs to Kubernetes, which reviews its APIs`, instead);
  if (approval === "invalid")
    to.invalid(at, "is neither a URL nor begins with unapproved", instead);
}
