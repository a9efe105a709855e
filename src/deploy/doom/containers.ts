import type { KubeObject } from "../../client/object.ts";
import { itemsAt } from "../readiness/status.ts";

/** What a pod says of one of its containers. */
export interface ContainerState {
  readonly status: Record<string, unknown>;
  /** It runs to its end before the others start; sidecars do not. */
  readonly isStep: boolean;
}

/** The containers of a pod in the order in which they start. */
export function containersOf(pod: KubeObject): ContainerState[] {
  const sidecars = itemsAt(pod, "spec.initContainers").filter(
    ({ restartPolicy }) => restartPolicy === "Always",
  );
  const isSidecar = (name: unknown) => sidecars.some((sidecar) => sidecar.name === name);
  return [
    ...itemsAt(pod, "status.initContainerStatuses").map((status) => ({
      status,
      isStep: !isSidecar(status.name),
    })),
    ...itemsAt(pod, "status.containerStatuses").map((status) => ({ status, isStep: false })),
  ];
}
