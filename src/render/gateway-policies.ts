import type {
  BackendTrafficPolicySpec,
  BackendTrafficPolicySpecTargetRef,
} from "../kubernetes/types/envoy-gateway.ts";
import type {
  BackendTrafficPolicy,
  ClientTrafficPolicy,
  SecurityPolicy,
} from "../kubernetes/types/index.ts";
import { type Duration, seconds } from "../platform/options/values.ts";
import type { Resolved, ResolvedGateway, ResolvedIngress } from "../platform/resolve/index.ts";
import type { RouteName } from "./gateway.ts";
import { compact, meta } from "./rendered.ts";
import { wholeSize } from "./size.ts";

const apiVersion = "gateway.envoyproxy.io/v1alpha1";

/** Whose address a request comes from, where proxies stand before the Gateway. */
export function clientPolicy(
  resolved: Resolved,
  { name, trustedHops }: ResolvedGateway,
): ClientTrafficPolicy[] {
  if (trustedHops === undefined) return [];
  const clientIPDetection = { xForwardedFor: { numTrustedHops: trustedHops } };
  return [
    {
      apiVersion,
      kind: "ClientTrafficPolicy",
      metadata: meta(resolved, name),
      spec: { targetRefs: [reference("Gateway", name)], clientIPDetection },
    },
  ];
}

/**
 * Limits and time-outs of one `ingress()`, and which pages may call it. They name HTTPRoutes: of
 * several policies the most particular one counts alone.
 */
export function routePolicies(
  resolved: Resolved,
  ingress: ResolvedIngress,
  routes: readonly RouteName[],
): (BackendTrafficPolicy | SecurityPolicy)[] {
  const sockets = routes.filter(({ webSockets }) => webSockets);
  const others = routes.filter(({ webSockets }) => !webSockets);
  const limits = { timeout: timeoutOf(ingress), rateLimit: rateLimitOf(ingress) };
  const requestBuffer =
    ingress.bodySize === undefined ? undefined : { limit: wholeSize(ingress.bodySize) };
  return [
    ...trafficPolicy(resolved, ingress.name, others, { ...limits, requestBuffer }),
    ...trafficPolicy(resolved, `${ingress.name}-websockets`, sockets, limits),
    ...corsPolicy(resolved, ingress, routes),
  ];
}

function trafficPolicy(
  resolved: Resolved,
  name: string,
  routes: readonly RouteName[],
  spec: BackendTrafficPolicySpec,
): BackendTrafficPolicy[] {
  if (routes.length === 0) return [];
  return [
    {
      apiVersion,
      kind: "BackendTrafficPolicy",
      metadata: meta(resolved, name),
      spec: compact({ targetRefs: references(routes), ...spec }),
    },
  ];
}

/** As long as something passes, a request may take any time; silence ends it, as with ingress-nginx. */
function timeoutOf({ timeout = "60s" }: ResolvedIngress): BackendTrafficPolicySpec["timeout"] {
  return { http: { requestTimeout: "0s", streamIdleTimeout: gatewayDuration(timeout) } };
}

/** A duration as Gateway API writes it, no number longer than five digits. */
function gatewayDuration(duration: Duration): string {
  const whole = seconds(duration);
  if (whole < 100_000) return `${whole}s`;
  const parts = { h: Math.floor(whole / 3600), m: Math.floor(whole / 60) % 60, s: whole % 60 };
  return Object.entries(parts)
    .map(([unit, amount]) => (amount > 0 ? `${amount}${unit}` : ""))
    .join("");
}

const anyClient = ["0.0.0.0/0", "::/0"];

/** A count for each address at each proxy, as ingress-nginx has it. */
function rateLimitOf({ rateLimit = {} }: ResolvedIngress): BackendTrafficPolicySpec["rateLimit"] {
  const { perSecond, perMinute } = rateLimit;
  const limits = [
    ...(perSecond === undefined ? [] : [{ requests: perSecond, unit: "Second" as const }]),
    ...(perMinute === undefined ? [] : [{ requests: perMinute, unit: "Minute" as const }]),
  ];
  if (limits.length === 0) return undefined;
  const rules = limits.flatMap((limit) =>
    anyClient.map((value) => ({
      clientSelectors: [{ sourceCIDR: { type: "Distinct" as const, value } }],
      limit,
    })),
  );
  return { local: { rules } };
}

/** What ingress-nginx answers by default, so that a page that calls keeps working. */
const corsDefaults = {
  allowMethods: ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"],
  allowHeaders: [
    "DNT",
    "Keep-Alive",
    "User-Agent",
    "X-Requested-With",
    "If-Modified-Since",
    "Cache-Control",
    "Content-Type",
    "Range",
    "Authorization",
  ],
  allowCredentials: true,
  maxAge: "480h",
};

function corsPolicy(
  resolved: Resolved,
  { name, cors }: ResolvedIngress,
  routes: readonly RouteName[],
): SecurityPolicy[] {
  if (cors.length === 0) return [];
  return [
    {
      apiVersion,
      kind: "SecurityPolicy",
      metadata: meta(resolved, name),
      spec: { targetRefs: references(routes), cors: { allowOrigins: [...cors], ...corsDefaults } },
    },
  ];
}

function references(routes: readonly RouteName[]): BackendTrafficPolicySpecTargetRef[] {
  return routes.map(({ name }) => reference("HTTPRoute", name));
}

function reference(kind: "Gateway" | "HTTPRoute", name: string): BackendTrafficPolicySpecTargetRef {
  return { group: "gateway.networking.k8s.io", kind, name };
}
