import type { Collector } from "./collector.ts";
import type { From } from "./from.ts";
import { addIssuers } from "./from-ingress.ts";
import type { Place } from "./place.ts";

export const GATEWAY_API = "gateway.networking.k8s.io";

const ENVOY = "gateway.envoyproxy.io";

/** @see https://gateway-api.sigs.k8s.io/reference/spec/ */
export const fromRoutes: From = {
  [`${GATEWAY_API}/Gateway`]: (gateway, to) => {
    to.addCluster("GatewayClass", GATEWAY_API, gateway.at("spec", "gatewayClassName"), "its class");
    addIssuers(gateway.at("metadata", "annotations"), to);
    addListeners(gateway, to);
  },
  [`${GATEWAY_API}/ListenerSet`]: (set, to) => {
    addParent(set.at("spec", "parentRef"), to);
    addIssuers(set.at("metadata", "annotations"), to);
    addListeners(set, to);
  },
  [`${GATEWAY_API}/HTTPRoute`]: addRoute,
  [`${GATEWAY_API}/GRPCRoute`]: addRoute,
  [`${GATEWAY_API}/TCPRoute`]: addRoute,
  [`${GATEWAY_API}/TLSRoute`]: addRoute,
  [`${GATEWAY_API}/UDPRoute`]: addRoute,
  [`${GATEWAY_API}/BackendTLSPolicy`]: (policy, to) => {
    addTargets(policy, to);
    for (const ref of policy.list("spec", "validation", "caCertificateRefs")) {
      const kind = ref.at("kind").text;
      if (kind === "ConfigMap" || kind === "Secret")
        to.add(kind, ref.at("name"), "the authority's certificate");
    }
  },
  // https://gateway.envoyproxy.io/docs/api/extension_types/
  [`${ENVOY}/BackendTrafficPolicy`]: addTargets,
  [`${ENVOY}/ClientTrafficPolicy`]: addTargets,
  [`${ENVOY}/SecurityPolicy`]: (policy, to) => {
    addTargets(policy, to);
    const spec = policy.at("spec");
    to.add("Secret", spec.at("basicAuth", "users", "name"), "its users");
    to.add("Secret", spec.at("oidc", "clientSecret", "name"), "its client");
    for (const way of ["http", "grpc"])
      for (const backend of spec.list("extAuth", way, "backendRefs")) addBackend(backend, to);
  },
};

/** What a policy is attached to, beside it. */
function addTargets(policy: Place, to: Collector): void {
  for (const ref of [policy.at("spec", "targetRef"), ...policy.list("spec", "targetRefs")]) {
    const kind = ref.at("kind").text;
    if (kind === undefined) continue;
    const group = ref.at("group").text ?? "";
    to.add(kind, ref.at("name"), "what it is attached to", { group });
  }
}

function addListeners(gateway: Place, to: Collector): void {
  for (const listener of gateway.list("spec", "listeners"))
    for (const ref of listener.list("tls", "certificateRefs")) {
      if ((ref.at("group").text ?? "") !== "" || (ref.at("kind").text ?? "Secret") !== "Secret")
        continue;
      const use = `TLS of listener ${listener.at("name").text ?? ""}`;
      to.add("Secret", ref.at("name"), use, { namespace: namespaceOf(ref, to) });
    }
}

function addRoute(route: Place, to: Collector): void {
  for (const parent of route.list("spec", "parentRefs")) addParent(parent, to);
  for (const rule of route.list("spec", "rules")) {
    for (const backend of rule.list("backendRefs")) {
      addBackend(backend, to);
      for (const filter of backend.list("filters"))
        addBackend(filter.at("requestMirror", "backendRef"), to);
    }
    for (const filter of rule.list("filters"))
      addBackend(filter.at("requestMirror", "backendRef"), to);
  }
}

function addParent(parent: Place, to: Collector): void {
  const group = parent.at("group").value ?? GATEWAY_API;
  const kind = parent.at("kind").text ?? "Gateway";
  if (group !== GATEWAY_API || kind !== "Gateway") return;
  to.add(kind, parent.at("name"), "its parent", { group, namespace: namespaceOf(parent, to) });
}

function addBackend(backend: Place, to: Collector): void {
  if ((backend.at("group").text ?? "") !== "") return;
  if ((backend.at("kind").text ?? "Service") !== "Service") return;
  const port = backend.at("port");
  to.add("Service", backend.at("name"), "a backend", { port, namespace: namespaceOf(backend, to) });
}

/** Where a reference leads that may name a namespace. */
export function namespaceOf(ref: Place, to: Collector): string | undefined {
  return ref.at("namespace").text ?? to.from.namespace;
}
