import type { Rule } from "../../../src/check/rule.ts";
import { run } from "../../../src/check/run.ts";
import { worldOfText } from "../read.ts";

/** What a rule says of documents: the message of each finding. */
export async function found(rule: Rule, ...documents: readonly string[]): Promise<string[]> {
  return run([rule], await worldOfText(documents.join("---\n"))).map(({ message }) => message);
}

/** A Deployment of one container; the texts are fields in one line. */
export function deployment(
  container: string,
  {
    name = "web",
    spec = "",
    pod = "",
    beside = "",
    metadata = "",
  }: {
    readonly name?: string;
    readonly spec?: string;
    readonly pod?: string;
    /** Other containers. */
    readonly beside?: string;
    /** Of the pods. */
    readonly metadata?: string;
  } = {},
): string {
  const containers = [`{ name: ${name}, ${container} }`, beside].filter(Boolean).join(", ");
  const more = (text: string) => (text === "" ? "" : `, ${text}`);
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { selector: { matchLabels: { app: ${name} } }${more(spec)}, template: { metadata: { labels: { app: ${name} }${more(metadata)} }, spec: { containers: [${containers}]${more(pod)} } } }
`;
}

/** A ConfigMap of one file. */
export function configMap(name: string, key: string, text: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: shop }
data: { ${JSON.stringify(key)}: ${JSON.stringify(text)} }
`;
}

/** A Service that selects a Deployment. */
export function service(name: string, ports: string, more = ""): string {
  return `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: ${ports}${more === "" ? "" : `, ${more}`} }
`;
}

/** An Ingress of one path. */
export function ingress(
  path: string,
  annotations: Readonly<Record<string, string>> = {},
  more = "",
): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: ${JSON.stringify(annotations)} }
spec: { ${more === "" ? "" : `${more}, `}rules: [{ host: shop.example.org, http: { paths: [{ path: ${JSON.stringify(path)}, pathType: ImplementationSpecific, backend: { service: { name: web, port: { number: 80 } } } }] } }] }
`;
}
