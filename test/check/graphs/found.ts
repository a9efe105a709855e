import type { Finding } from "../../../src/check/finding.ts";
import { rules } from "../../../src/check/rules.ts";
import { run } from "../../../src/check/run.ts";
import { worldOfText } from "../read.ts";

/** What one rule finds in documents. */
export async function foundBy(id: string, ...documents: readonly string[]): Promise<Finding[]> {
  const rule = rules.filter((each) => each.id === id);
  if (rule.length === 0) throw new Error(`there is no rule ${id}`);
  return run(rule, await worldOfText(documents.join("---\n")));
}

/** A workload with a template of these labels; `more` is further lines of the pod's spec. */
export function workload(
  name: string,
  labels: Readonly<Record<string, string>>,
  {
    kind = "Deployment",
    image = `example.com/${name}:v1`,
    ports = "",
    namespace,
    spec = "",
    pod = "",
    container = "",
    selector = labels,
  }: {
    readonly kind?: string;
    readonly image?: string;
    /** As a list in one line: `[{ containerPort: 80 }]`. */
    readonly ports?: string;
    readonly namespace?: string;
    /** Fields of the spec, in one line. */
    readonly spec?: string;
    /** Fields of the pod, in one line. */
    readonly pod?: string;
    /** Fields of the container, in one line. */
    readonly container?: string;
    readonly selector?: Readonly<Record<string, string>>;
  } = {},
): string {
  const within = namespace === undefined ? "" : `, namespace: ${namespace}`;
  const fields = [`name: ${name}`, `image: "${image}"`, ports && `ports: ${ports}`, container];
  const template = [`containers: [{ ${fields.filter(Boolean).join(", ")} }]`, pod];
  const headless = kind === "StatefulSet" ? `serviceName: ${name}` : "";
  return `apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}${within} }
spec: { ${[
    headless,
    spec,
    `selector: { matchLabels: ${JSON.stringify(selector)} }`,
    `template: { metadata: { labels: ${JSON.stringify(labels)} }, spec: { ${template
      .filter(Boolean)
      .join(", ")} } }`,
  ]
    .filter(Boolean)
    .join(", ")} }
`;
}

/** A Service; `more` is further fields of its spec. */
export function service(
  name: string,
  selector: Readonly<Record<string, string>>,
  ports = "[{ port: 80 }]",
  { namespace, more = "" }: { readonly namespace?: string; readonly more?: string } = {},
): string {
  const within = namespace === undefined ? "" : `, namespace: ${namespace}`;
  const fields = [`selector: ${JSON.stringify(selector)}`, `ports: ${ports}`, more];
  return `apiVersion: v1
kind: Service
metadata: { name: ${name}${within} }
spec: { ${fields.filter(Boolean).join(", ")} }
`;
}

/** A budget; `spec` is in one line. */
export function budget(name: string, selector: string, spec = "maxUnavailable: 1"): string {
  return `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name} }
spec: { ${spec}, selector: ${selector} }
`;
}

/** An autoscaler on the use of CPU. */
export function autoscaler(
  name: string,
  target: string,
  { minimum = 2, maximum = 6, kind = "Deployment", metric = "cpu" } = {},
): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name} }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: ${kind}, name: ${target} }
  minReplicas: ${minimum}
  maxReplicas: ${maximum}
  metrics: [{ type: Resource, resource: { name: ${metric}, target: { type: Utilization, averageUtilization: 70 } } }]
`;
}
