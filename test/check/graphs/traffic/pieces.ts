import { service, workload } from "../found.ts";

/** A workload of namespace shop whose pods have the label app, and a port with a name. */
export function app(
  name: string,
  port = 8080,
  { env = {}, namespace = "shop", kind = "Deployment", pod = "", container = "" } = {},
): string {
  const variables = Object.entries(env).map(([key, value]) => ({ name: key, value }));
  const given = variables.length > 0 ? `env: ${JSON.stringify(variables)}` : "";
  const ports = `[{ name: http, containerPort: ${port} }]`;
  const more = [given, container].filter(Boolean).join(", ");
  return workload(name, { app: name }, { namespace, kind, ports, pod, container: more });
}

/** The Service of {@link app}. */
export function of(name: string, port = 80, { namespace = "shop", more = "" } = {}): string {
  const ports = `[{ name: http, port: ${port}, targetPort: http }]`;
  return service(name, { app: name }, ports, { namespace, more });
}

/** A policy of namespace shop; both are lines of YAML. */
export function policy(name: string, pods: string, rules: string, namespace = "shop"): string {
  const within = namespace === "" ? "" : `, namespace: ${namespace}`;
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}${within} }
spec: { podSelector: ${pods}, ${rules} }
`;
}

export const onto = (name: string) => `{ matchLabels: { app: ${name} } }`;
export const denyIngress = policy("default-deny", "{}", "policyTypes: [Ingress]");
export const denyEgress = policy("default-deny", "{}", "policyTypes: [Egress]");
export const dns = policy(
  "dns",
  "{}",
  "policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: {} }], ports: [{ protocol: UDP, port: 53 }, { port: 53 }] }]",
);

/** An Ingress of namespace shop to one Service. */
export function ingress(name: string, more = ""): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: shop }
spec:
  ${more}
  defaultBackend: { service: { name: ${name}, port: { name: http } } }
`;
}
