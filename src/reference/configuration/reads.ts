import type { PodSpec } from "../../kubernetes/types/index.ts";

/** Whether a container or a volume of a pod takes in a ConfigMap. */
export function readsConfig(pod: PodSpec, name: string): boolean {
  return (
    containersOf(pod).some(
      ({ env = [], envFrom = [] }) =>
        envFrom.some(({ configMapRef }) => configMapRef?.name === name) ||
        env.some(({ valueFrom }) => valueFrom?.configMapKeyRef?.name === name),
    ) ||
    (pod.volumes ?? []).some(
      ({ configMap, projected }) =>
        configMap?.name === name ||
        projected?.sources?.some((source) => source.configMap?.name === name),
    )
  );
}

/** Whether a container or a volume of a pod takes in a Secret, or its image is pulled with it. */
export function readsSecret(pod: PodSpec, name: string): boolean {
  return (
    containersOf(pod).some(
      ({ env = [], envFrom = [] }) =>
        envFrom.some(({ secretRef }) => secretRef?.name === name) ||
        env.some(({ valueFrom }) => valueFrom?.secretKeyRef?.name === name),
    ) ||
    (pod.volumes ?? []).some(
      ({ secret, projected }) =>
        secret?.secretName === name ||
        projected?.sources?.some((source) => source.secret?.name === name),
    )
  );
}

export function containersOf({ containers, initContainers = [] }: PodSpec) {
  return [...containers, ...initContainers];
}
