/** Short ways to write documents of examples; what is given stands in them as it is. */

/** Several documents in one text. */
export function all(...documents: readonly string[]): string {
  return documents.join("---\n");
}

/** Several files of one folder, the kustomization that is built first. */
export function files(named: Readonly<Record<string, string>>): string {
  return Object.entries(named)
    .map(([name, text]) => `# file: ${name}\n${text}`)
    .join("");
}

export const KUSTOMIZATION = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
`;

interface Around {
  readonly name?: string;
  readonly image?: string;
  readonly namespace?: string;
  /** Lines of the workload's spec. */
  readonly spec?: string;
  /** Lines of the pod's spec. */
  readonly pod?: string;
  /** More labels of the pods, as they stand between braces. */
  readonly labels?: string;
}

/** A Pod, with lines of its container. */
export function pod(container = "", around: Around = {}): string {
  const { name = "web", image = `ghcr.io/shop/${name}:v1`, labels = "" } = around;
  return `apiVersion: v1
kind: Pod
metadata: { name: ${name}${inNamespace(around)}, labels: { app: ${name}${more(labels)} } }
spec:
${indented(around.pod ?? "", 2)}  containers:
    - name: ${name}
      image: ${image}
${indented(container, 6)}`;
}

/** A Deployment, with lines of its container. */
export function deployment(container = "", around: Around = {}): string {
  return workload("Deployment", container, around);
}

/** A StatefulSet, with lines of its container. */
export function statefulSet(container = "", around: Around = {}): string {
  const { name = "web", spec = "" } = around;
  const own = /^serviceName:/m.test(spec) ? "" : `serviceName: ${name}\n`;
  return workload("StatefulSet", container, { ...around, spec: own + spec });
}

function workload(kind: string, container: string, around: Around): string {
  const { name = "web", image = `ghcr.io/shop/${name}:v1`, labels = "" } = around;
  return `apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}${inNamespace(around)} }
spec:
${indented(around.spec ?? "", 2)}  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}${more(labels)} } }
    spec:
${indented(around.pod ?? "", 6)}      containers:
        - name: ${name}
          image: ${image}
${indented(container, 10)}`;
}

/** A Service before the pods of that name. */
export function service(ports: string, around: Around = {}): string {
  const { name = "web", spec = "" } = around;
  return `apiVersion: v1
kind: Service
metadata: { name: ${name}${inNamespace(around)}, labels: { app: ${name} } }
spec:
${indented(spec, 2)}  selector: { app: ${name} }
  ports: [${ports}]
`;
}

/** An Ingress to the port 80 of a Service `web`. */
export function ingress(spec = "", metadata = "", host = "shop.example.org"): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
${indented(metadata, 2)}spec:
${indented(spec, 2)}  rules:
    - host: ${host}
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }]
`;
}

/** An autoscaler of the Deployment `web` on its CPU. */
export function autoscaler(minimum: number, maximum: number, name = "web", target = name): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name} }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} }
  minReplicas: ${minimum}
  maxReplicas: ${maximum}
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
`;
}

export function budget(guard: string, name = "web", selector = `matchLabels: { app: ${name} }`) {
  return `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name} }
spec:
  ${guard}
  selector: { ${selector} }
`;
}

/** A NetworkPolicy, with its spec in lines. */
export function policy(spec: string, name = "web"): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name} }
spec:
${indented(spec, 2)}`;
}

/** A ConfigMap, with its data in lines. */
export function configMap(data: string, name = "settings"): string {
  return `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data:
${indented(data, 2)}`;
}

export function claim(name: string, mode: string, more = ""): string {
  return `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name} }
spec:
${indented(more, 2)}  accessModes: [${mode}]
  resources: { requests: { storage: 1Gi } }
`;
}

/** A CronJob of one container, with lines of its spec, of its Job's and of the container. */
export function cronJob(spec: string, job = "", container = ""): string {
  return `apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
  schedule: "*/5 * * * *"
${indented(spec, 2)}  jobTemplate:
    spec:
${indented(job, 6)}      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: ghcr.io/shop/report:v1
${indented(container, 14)}`;
}

function indented(lines: string, by: number): string {
  if (lines === "") return "";
  const spaces = " ".repeat(by);
  return `${lines
    .trimEnd()
    .split("\n")
    .map((line) => `${spaces}${line}`)
    .join("\n")}\n`;
}

function inNamespace({ namespace }: Around): string {
  return namespace === undefined ? "" : `, namespace: ${namespace}`;
}

function more(labels: string): string {
  return labels === "" ? "" : `, ${labels}`;
}
