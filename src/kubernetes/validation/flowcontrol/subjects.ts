import { dns1123LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import type { Subject } from "../../types/flowcontrol.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/** The field of each kind of subject. */
const FIELDS = { ServiceAccount: "serviceAccount", User: "user", Group: "group" } as const;

/** @see k8s.io/kubernetes/pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchemaSubject */
export function validateSubject(subject: Decoded<Subject>, path: FieldPath, to: Complaints): void {
  const { kind = "" } = subject;
  if (!Object.hasOwn(FIELDS, kind)) {
    to.unsupported(path.field("kind"), kind, Object.keys(FIELDS));
    return;
  }
  const own = FIELDS[kind as keyof typeof FIELDS];
  for (const field of Object.values(FIELDS)) {
    if (field === own || !subject[field]) continue;
    to.forbidden(path.field(field), `is not for a subject of kind ${kind}`, own);
  }
  const at = path.field(own);
  if (!subject[own]) to.required(at, `must be given for a subject of kind ${kind}`);
  else if (own === "serviceAccount") validateServiceAccount(subject.serviceAccount, at, to);
  else if ((subject[own].name ?? "") === "") to.required(at.field("name"));
}

function validateServiceAccount(
  { name = "", namespace = "" }: NonNullable<Decoded<Subject>["serviceAccount"]> = {},
  path: FieldPath,
  to: Complaints,
): void {
  if (name === "") to.required(path.field("name"));
  else if (name !== "*") to.problem(path.field("name"), dns1123SubdomainProblem(name));
  if (namespace === "") to.required(path.field("namespace"));
  else to.problem(path.field("namespace"), dns1123LabelProblem(namespace));
}
