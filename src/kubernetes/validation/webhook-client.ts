import { dns1123SubdomainProblem } from "../names.ts";
import { quote } from "../text.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

/**
 * The URL of a webhook.
 *
 * @see k8s.io/apiserver/pkg/util/webhook/validation.go ValidateWebhookURL
 */
export function validateWebhookUrl(text: string, path: FieldPath, to: Complaints): void {
  const parts = splitUrl(text);
  if (!parts) {
    to.required(path, `${quote(text)} is no URL`, "https://example.com/path");
    return;
  }
  if (parts.scheme.toLowerCase() !== "https")
    to.invalid(path, "must begin with https://: webhooks are called over TLS only");
  if (parts.host === "") to.invalid(path, "must name a host", "https://example.com/path");
  if (parts.user) to.invalid(path, "may not hold a user or a password");
  if (parts.fragment) to.invalid(path, "may not have a part after #");
  if (parts.query) to.invalid(path, "may not have a part after ?");
}

interface Parts {
  readonly scheme: string;
  readonly user: boolean;
  readonly host: string;
  readonly query: boolean;
  readonly fragment: boolean;
}

/** As Go's url.Parse takes a URL apart; undefined where it cannot. */
function splitUrl(text: string): Parts | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[\u0000-\u001f\u007f]/.test(text)) return undefined;
  const hash = text.indexOf("#");
  const whole = hash < 0 ? text : text.slice(0, hash);
  if (whole.startsWith(":")) return undefined;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(whole)?.[1] ?? "";
  const [rest = "", ...query] = whole.slice(scheme === "" ? 0 : scheme.length + 1).split("?");
  if (/%(?![0-9A-Fa-f]{2})/.test(rest)) return undefined;
  if (scheme === "" && !rest.startsWith("/") && (rest.split("/")[0] as string).includes(":"))
    return undefined;
  const hasHost = rest.startsWith("//") && !(scheme === "" && rest.startsWith("///"));
  const authority = hasHost ? (rest.slice(2).split("/")[0] as string) : "";
  const at = authority.lastIndexOf("@");
  const host = authority.slice(at + 1);
  const isHost = host.startsWith("[")
    ? /^\[[^\]]*\](:\d*)?$/.test(host)
    : /^[^ `{}|\\^<>"[\]:]*(:\d*)?$/.test(host);
  if (!isHost) return undefined;
  return {
    scheme,
    user: at >= 0,
    host,
    query: query.join("?") !== "",
    fragment: hash >= 0 && text.length > hash + 1,
  };
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
