import type { KubeObject } from "../../../src/client/object.ts";

type Loose = Record<string, unknown>;

/** Objects of one namespace, as small as the server takes them. */
export class Objects {
  readonly namespace: string;

  constructor(namespace: string) {
    this.namespace = namespace;
  }

  make(apiVersion: string, kind: string, name: string, rest: Loose = {}): KubeObject {
    return { apiVersion, kind, metadata: { name, namespace: this.namespace }, ...rest };
  }

  configMap(name: string, data: Record<string, string>): KubeObject {
    return this.make("v1", "ConfigMap", name, { data });
  }

  secret(name: string, stringData: Record<string, string>): KubeObject {
    return this.make("v1", "Secret", name, { stringData });
  }

  deployment(name: string, spec: Loose = {}, container: Loose = {}): KubeObject {
    return this.make("apps/v1", "Deployment", name, {
      spec: { ...workload(name, container), ...spec },
    });
  }

  statefulSet(name: string, spec: Loose = {}, container: Loose = {}): KubeObject {
    const rest = { serviceName: name, ...workload(name, container), ...spec };
    return this.make("apps/v1", "StatefulSet", name, { spec: rest });
  }

  job(name: string, annotations: Record<string, string> = {}, container: Loose = {}): KubeObject {
    const { template } = workload(name, container);
    const spec = { ...template.spec, restartPolicy: "Never" };
    const own = { metadata: { ...template.metadata, annotations }, spec };
    return this.make("batch/v1", "Job", name, { spec: { backoffLimit: 0, template: own } });
  }

  autoscaler(name: string, min = 2, max = 5): KubeObject {
    return this.make("autoscaling/v2", "HorizontalPodAutoscaler", name, {
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
        minReplicas: min,
        maxReplicas: max,
        metrics: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
          },
        ],
      },
    });
  }
}

function workload(name: string, container: Loose) {
  const labels = { app: name };
  const own = { name: "app", image: "example.org/app:1", ...container };
  const spec = { containers: [own], terminationGracePeriodSeconds: 0 };
  return { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } };
}
