import type { ServicePort } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { Pods } from "./pods.ts";

/** The ports that pods declare, by protocol; undefined where their containers are not known. */
export function declaredPorts(
  { containers }: Pods,
  protocol = "TCP",
):
  | readonly { readonly name: string | undefined; readonly number: number | undefined }[]
  | undefined {
  return containers
    ?.flatMap(({ ports }) => ports ?? [])
    .filter((port) => (port.protocol ?? "TCP") === protocol)
    .map(({ name, containerPort }) => ({ name, number: containerPort }));
}

/** Whether pods have the port that a Service sends to. */
export function hasTarget(
  pods: Pods,
  { targetPort, port, protocol }: Decoded<ServicePort>,
): boolean {
  const target = targetPort ?? port;
  return (declaredPorts(pods, protocol) ?? []).some(({ name, number }) =>
    typeof target === "string" ? name === target : number === target,
  );
}
