import type { ControlPlane } from "../control-plane/control-plane.ts";

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath: string } };
}

/** A pod of the server, as far as its environment depends on it. */
export interface RunningPod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly containers: readonly {
      readonly env?: readonly Variable[];
      readonly envFrom?: readonly { readonly configMapRef?: { readonly name: string } }[];
    }[];
  };
}

/**
 * The variables of a pod's first container that do not come from Secrets, as the kubelet sets them:
 * ConfigMaps of the server, then its own, with the pod's fields.
 *
 * @see k8s.io/kubernetes/pkg/kubelet/kubelet_pods.go makeEnvironmentVariables
 */
export async function environmentOfPod(
  plane: ControlPlane,
  { metadata, spec }: RunningPod,
): Promise<Readonly<Record<string, string>>> {
  const [{ env = [], envFrom = [] } = {}] = spec.containers;
  const variables: Record<string, string> = {};
  for (const { configMapRef } of envFrom) {
    if (!configMapRef) continue;
    const path = `/api/v1/namespaces/${metadata.namespace}/configmaps/${configMapRef.name}`;
    const { status, body } = await plane.request("GET", path);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    Object.assign(variables, (body as { data: Record<string, string> }).data);
  }
  for (const { name, value = "", valueFrom } of env) {
    const label = /^metadata\.labels\['(.+)'\]$/.exec(valueFrom?.fieldRef?.fieldPath ?? "")?.[1];
    variables[name] = label === undefined ? value : (metadata.labels?.[label] ?? "");
  }
  return variables;
}
