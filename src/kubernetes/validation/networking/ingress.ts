import { dns1123SubdomainProblem, hostProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { Ingress, IngressRule, IngressTLS } from "../../types/networking.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateBackend } from "./ingress-backend.ts";
import { validateIngressPath } from "./ingress-path.ts";

const path = FieldPath.root.field("spec");
const CLASS = "kubernetes.io/ingress.class";

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateIngressSpec */
export function validateIngress({ spec = {} }: Decoded<Ingress>, to: Complaints): void {
  const { rules = [], defaultBackend, tls = [], ingressClassName } = spec;
  if (rules.length === 0 && !defaultBackend)
    to.invalid(path, "an Ingress without rules and without defaultBackend leads nowhere");
  if (defaultBackend) validateBackend(defaultBackend, path.field("defaultBackend"), to);
  for (const [index, rule] of rules.entries())
    validateRule(rule, path.field("rules").index(index), to);
  for (const [index, each] of tls.entries()) validateTls(each, path.field("tls").index(index), to);
  if (ingressClassName !== undefined)
    to.problem(path.field("ingressClassName"), dns1123SubdomainProblem(ingressClassName));
}

/**
 * What says the class of a new Ingress must agree.
 *
 * @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateIngressCreate
 */
export function validateIngressClasses(
  { metadata, spec = {} }: Decoded<Ingress>,
  to: Complaints,
): void {
  const annotated = metadata?.annotations?.[CLASS];
  const { ingressClassName: named } = spec;
  if (annotated !== undefined && named !== undefined && annotated !== named)
    to.invalid(
      FieldPath.root.field("annotations", CLASS),
      `${quote(annotated)} is not the class ${quote(named)} of the spec`,
      "remove the annotation",
    );
}

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go validateIngressRules */
function validateRule({ host = "", http }: Decoded<IngressRule>, path: FieldPath, to: Complaints) {
  if (host !== "") to.problem(path.field("host"), hostProblem(host));
  if (!http) return;
  const { paths = [] } = http;
  const at = path.field("http", "paths");
  if (paths.length === 0) to.required(at, "must have at least one path");
  for (const [index, each] of paths.entries()) validateIngressPath(each, at.index(index), to);
}

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go validateIngressTLS */
function validateTls(
  { hosts = [], secretName = "" }: Decoded<IngressTLS>,
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, host] of hosts.entries()) {
    const problem = host.includes("*") ? hostProblem(host) : dns1123SubdomainProblem(host);
    to.problem(path.field("hosts").index(index), problem);
  }
  if (secretName !== "") to.problem(path.field("secretName"), dns1123SubdomainProblem(secretName));
}

/** @see k8s.io/kubernetes/pkg/registry/networking/ingress/strategy.go WarningsOnCreate */
export function warnIngress({ metadata, spec = {} }: Decoded<Ingress>, to: Complaints): void {
  if (metadata?.annotations?.[CLASS] === undefined || spec.ingressClassName !== undefined) return;
  to.warn(FieldPath.root, `the annotation ${CLASS} is deprecated`, "spec.ingressClassName");
}
