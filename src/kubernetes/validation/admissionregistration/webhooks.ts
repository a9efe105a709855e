import { bool } from "../../cel/index.ts";
import { dns1035LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { MutatingWebhook } from "../../types/admissionregistration.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateLabelSelector } from "../label-selector.ts";
import { validateWebhookService, validateWebhookUrl } from "../webhook-client.ts";
import { validateMatchConditions } from "./expressions.ts";
import { FAILURE_POLICIES, MATCH_POLICIES, validateChoice, validateRule } from "./match-rules.ts";

const REVIEW_VERSIONS = ["v1", "v1beta1"];
const SIDE_EFFECTS = ["None", "NoneOnDryRun"];
const REINVOCATIONS = ["IfNeeded", "Never"];
const LONGEST_TIMEOUT = 30;

/** Of a validating webhook it is all but `reinvocationPolicy`. */
type Webhook = Decoded<MutatingWebhook>;

/** @see k8s.io/kubernetes/pkg/apis/admissionregistration/validation/validation.go validateMutatingWebhookConfiguration */
export function validateWebhooks(
  { webhooks = [] }: { readonly webhooks?: readonly Webhook[] | undefined },
  to: Complaints,
): void {
  const seen = new Set<string>();
  for (const [index, webhook] of webhooks.entries()) {
    const path = FieldPath.root.field("webhooks").index(index);
    validateWebhook(webhook, path, to);
    validateReviewVersions(
      webhook.admissionReviewVersions ?? [],
      path.field("admissionReviewVersions"),
      to,
    );
    const { name = "" } = webhook;
    if (name !== "" && seen.has(name)) to.duplicate(path.field("name"), name);
    seen.add(name);
  }
}

function validateWebhook(webhook: Webhook, path: FieldPath, to: Complaints): void {
  const { name = "", rules = [], timeoutSeconds, matchConditions = [] } = webhook;
  validateName(name, path.field("name"), to);
  for (const [index, rule] of rules.entries())
    validateRule(rule, path.field("rules").index(index), to);
  validateChoice(webhook.failurePolicy, FAILURE_POLICIES, path.field("failurePolicy"), to);
  validateChoice(webhook.matchPolicy, MATCH_POLICIES, path.field("matchPolicy"), to);
  validateChoice(webhook.reinvocationPolicy, REINVOCATIONS, path.field("reinvocationPolicy"), to);
  if (webhook.sideEffects === undefined)
    to.required(path.field("sideEffects"), `must be ${SIDE_EFFECTS.join(" or ")}`);
  else validateChoice(webhook.sideEffects, SIDE_EFFECTS, path.field("sideEffects"), to);
  if (timeoutSeconds !== undefined && (timeoutSeconds < 1 || timeoutSeconds > LONGEST_TIMEOUT))
    to.invalid(path.field("timeoutSeconds"), `must be 1 to ${LONGEST_TIMEOUT} seconds`);
  validateLabelSelector(webhook.namespaceSelector, path.field("namespaceSelector"), to);
  validateLabelSelector(webhook.objectSelector, path.field("objectSelector"), to);
  validateClient(webhook, path.field("clientConfig"), to);
  validateMatchConditions(
    matchConditions,
    { params: false, bool },
    path.field("matchConditions"),
    to,
  );
}

function validateName(name: string, path: FieldPath, to: Complaints): void {
  if (name === "") {
    to.required(path);
    return;
  }
  const problem = dns1123SubdomainProblem(name);
  to.problem(path, problem);
  if (problem === undefined && name.split(".").length < 3)
    to.invalid(path, `${quote(name)} must be a name of at least three parts`, "check.example.com");
}

function validateClient({ clientConfig = {} }: Webhook, path: FieldPath, to: Complaints): void {
  const { url, service } = clientConfig;
  if ((url === undefined) === (service === undefined))
    to.required(path, "must have either a url or a service");
  else if (url !== undefined) validateWebhookUrl(url, path.field("url"), to);
  else if (service) validateService(service, path.field("service"), to);
}

/** The server takes the name and the namespace for each other where one is missing. */
function validateService(
  service: NonNullable<NonNullable<Webhook["clientConfig"]>["service"]>,
  path: FieldPath,
  to: Complaints,
): void {
  if (!service.name) to.required(path.field("namespace"), "the name of the service is missing");
  if (!service.namespace) to.required(path.field("name"), "the service's namespace is missing");
  validateWebhookService({ ...service, name: "given", namespace: "given" }, path, to);
}

function validateReviewVersions(
  versions: readonly string[],
  path: FieldPath,
  to: Complaints,
): void {
  if (versions.length === 0) {
    to.required(path, `must name ${REVIEW_VERSIONS.join(" or ")}`);
    return;
  }
  const seen = new Set<string>();
  for (const [index, version] of versions.entries()) {
    const at = path.index(index);
    if (seen.has(version)) to.invalid(at, `${quote(version)} is there twice`);
    else to.problem(at, dns1035LabelProblem(version));
    seen.add(version);
  }
  if (!versions.some((version) => REVIEW_VERSIONS.includes(version)))
    to.invalid(path, `names none that the server speaks: ${REVIEW_VERSIONS.join(", ")}`);
}
