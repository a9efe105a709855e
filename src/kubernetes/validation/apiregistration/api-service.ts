import { dns1035LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import { portProblem } from "../../ports.ts";
import { quote } from "../../text.ts";
import type { APIService, APIServiceSpec } from "../../types/apiregistration.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { nameOf } from "../pod-name-warning.ts";

const metadataPath = FieldPath.root.field("metadata");
const path = FieldPath.root.field("spec");
const HIGHEST_OF_GROUPS = 20_000;
const HIGHEST_OF_VERSIONS = 1000;

/** @see k8s.io/kube-aggregator/pkg/apis/apiregistration/validation/validation.go ValidateAPIService */
export function validateApiService(
  { metadata = {}, spec = {} }: Decoded<APIService>,
  to: Complaints,
): void {
  const { group = "", version = "" } = spec;
  const wanted = `${version}.${group}`;
  const wrong = "must be the version, a dot and the group";
  if (nameOf(metadata) !== "" && nameOf(metadata) !== wanted)
    to.invalid(metadataPath.field("name"), wrong, quote(wanted));
  if (![undefined, "", wanted].includes(metadata.generateName))
    to.invalid(metadataPath.field("generateName"), wrong, `name: ${quote(wanted)}`);
  if (group !== "") to.problem(path.field("group"), dns1123SubdomainProblem(group));
  else if (version !== "v1")
    to.required(path.field("group"), "must be given: only v1 of Kubernetes itself has none");
  to.problem(path.field("version"), dns1035LabelProblem(version));
  validateBetween(spec, "groupPriorityMinimum", HIGHEST_OF_GROUPS, to);
  validateBetween(spec, "versionPriority", HIGHEST_OF_VERSIONS, to);
  validateConnection(spec, to);
}

function validateBetween(
  spec: Decoded<APIServiceSpec>,
  field: "groupPriorityMinimum" | "versionPriority",
  highest: number,
  to: Complaints,
): void {
  const value = spec[field] ?? 0;
  if (value <= 0 || value > highest)
    to.invalid(path.field(field), `${value} is not between 1 and ${highest}`);
}

/** Without a service the API is one of the server's own. */
function validateConnection(
  { service, caBundle = "", insecureSkipTLSVerify = false }: Decoded<APIServiceSpec>,
  to: Complaints,
): void {
  const skip = path.field("insecureSkipTLSVerify");
  if (!service) {
    const own = "makes no sense without a service";
    if (caBundle !== "") to.invalid(path.field("caBundle"), own);
    if (insecureSkipTLSVerify) to.invalid(skip, own);
    return;
  }
  const at = path.field("service");
  if ((service.namespace ?? "") === "") to.required(at.field("namespace"));
  if ((service.name ?? "") === "") to.required(at.field("name"));
  to.problem(at.field("port"), portProblem(service.port ?? 0));
  if (insecureSkipTLSVerify && caBundle !== "")
    to.invalid(skip, "contradicts caBundle, which is there to verify with", "false");
}
