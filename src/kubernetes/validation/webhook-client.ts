import { dns1123SubdomainProblem } from "../names.ts";
import { quote } from "../text.ts";
import { parseReference } from "../url.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

/**
 * The URL of a webhook.
 *
 * @see k8s.io/apiserver/pkg/util/webhook/validation.go ValidateWebhookURL
 */
export function validateWebhookUrl(text: string, path: FieldPath, to: Complaints): void {
  const url = parseReference(text);
  if (!url) {
    to.required(path, `${quote(text)} is no URL`, "https://example.com/path");
    return;
  }
  if (url.scheme !== "https")
    to.invalid(path, "must begin with https://: webhooks are called over TLS only");
  if (url.host === "") to.invalid(path, "must name a host", "https://example.com/path");
  if (url.userinfo !== undefined) to.invalid(path, "may not hold a user or a password");
  if (url.fragment) to.invalid(path, "may not have a part after #");
  if (url.query) to.invalid(path, "may not have a part after ?");
}

/**
 * The service of a webhook.
 *
 * @see k8s.io/apiserver/pkg/util/webhook/validation.go ValidateWebhookService
 */
export function validateWebhookService(
  service: {
    readonly name?: string | undefined;
    readonly namespace?: string | undefined;
    readonly path?: string | undefined;
    readonly port?: number | undefined;
  },
  path: FieldPath,
  to: Complaints,
): void {
  const { name = "", namespace = "", path: route, port = 443 } = service;
  if (name === "") to.required(path.field("name"));
  if (namespace === "") to.required(path.field("namespace"));
  if (port < 1 || port > 65535)
    to.invalid(path.field("port"), `${port} is not a port: 1 to 65535 are`);
  if (route !== undefined) validateRoute(route, path.field("path"), to);
}

function validateRoute(route: string, path: FieldPath, to: Complaints): void {
  if (route === "" || route === "/") return;
  if (!route.startsWith("/")) to.invalid(path, `${quote(route)} must begin with a /`);
  for (const segment of route.slice(1).replace(/\/$/, "").split("/")) {
    if (segment === "") to.invalid(path, "may not have an empty part between two slashes");
    else to.problem(path, dns1123SubdomainProblem(segment));
  }
}
