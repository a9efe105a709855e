import { dns1035LabelProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { CustomResourceConversion } from "../../types/apiextensions.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateWebhookService, validateWebhookUrl } from "../webhook-client.ts";

const path = FieldPath.root.field("spec", "conversion");
const REVIEWS = ["v1", "v1beta1"];

/**
 * How objects are converted between the versions.
 *
 * @see …/apiextensions/validation/validation.go validateCustomResourceConversion
 */
export function validateConversion(
  { strategy = "", webhook }: Decoded<CustomResourceConversion>,
  to: Complaints,
): void {
  const at = path.field("strategy");
  if (strategy === "") to.required(at);
  else if (strategy !== "None" && strategy !== "Webhook")
    to.unsupported(at, strategy, ["None", "Webhook"]);
  const { clientConfig, conversionReviewVersions = [] } = webhook ?? {};
  const inner = path.field("webhook");
  const needs = "needs the strategy Webhook";
  if (strategy !== "Webhook") {
    if (clientConfig) to.forbidden(inner.field("clientConfig"), needs);
    if (conversionReviewVersions.length > 0)
      to.forbidden(inner.field("conversionReviewVersions"), needs);
    return;
  }
  validateClient(clientConfig, inner.field("clientConfig"), to);
  validateReviews(conversionReviewVersions, inner.field("conversionReviewVersions"), to);
}

type Client = NonNullable<
  NonNullable<Decoded<CustomResourceConversion>["webhook"]>["clientConfig"]
>;

function validateClient(client: Client | undefined, at: FieldPath, to: Complaints): void {
  if (!client) {
    to.required(at, "the strategy Webhook needs to know what to call");
    return;
  }
  const { url, service } = client;
  if ((url === undefined) === (service === undefined))
    to.required(at, "needs a url or a service, and not both");
  else if (url !== undefined) validateWebhookUrl(url, at.field("url"), to);
  else if (service) {
    // The server takes one for the other here, and so says that the wrong one is missing.
    const { name: namespace, namespace: name } = service;
    validateWebhookService({ ...service, name, namespace }, at.field("service"), to);
  }
}

function validateReviews(versions: readonly string[], at: FieldPath, to: Complaints): void {
  if (versions.length === 0) to.required(at, "must name v1 or v1beta1");
  for (const [index, version] of versions.entries()) {
    if (versions.indexOf(version) < index)
      to.invalid(at.index(index), `${quote(version)} is there twice`);
    else to.problem(at.index(index), dns1035LabelProblem(version));
  }
  if (versions.length > 0 && !versions.some((version) => REVIEWS.includes(version)))
    to.invalid(at, `must hold one of ${REVIEWS.join(", ")}: the server speaks no other`);
}
