import { portNameProblem, portProblem } from "../../../ports.ts";
import { quote } from "../../../text.ts";
import type { HTTPGetAction, LifecycleHandler, Probe, SleepAction } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

type Handler = Pick<Decoded<Probe>, "exec" | "httpGet" | "tcpSocket" | "grpc"> &
  Pick<Decoded<LifecycleHandler>, "sleep">;

/** What a probe may do. */
export const OF_PROBES = ["exec", "httpGet", "tcpSocket", "grpc"] as const;
/** What a hook may do. */
export const OF_HOOKS = ["exec", "httpGet", "tcpSocket", "sleep"] as const;
const SCHEMES = ["HTTP", "HTTPS"];
const HEADER = /^[-A-Za-z0-9]+$/;
/** Since Kubernetes 1.33. */
const NO_SLEEP_SINCE = 33;

/**
 * What a probe or a hook does: one thing. Of several the first counts.
 *
 * @param gracePeriod of the pod, in seconds
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateHandler
 */
export function validateHandler(
  handler: Handler,
  kinds: readonly (keyof Handler)[],
  gracePeriod: number | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  const [kind, ...others] = kinds.filter((each) => handler[each]);
  if (kind === undefined) {
    to.required(path, "does not say what to do", `one of ${kinds.join(", ")}`);
    return;
  }
  for (const other of others) to.forbidden(path.field(other), `${kind} is there already: keep one`);
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  const at = path.field(kind);
  if (kind === "exec") {
    if (!exec?.command?.length) to.required(at.field("command"));
  } else if (kind === "httpGet" && httpGet) validateHttpGet(httpGet, at, to);
  else if (kind === "tcpSocket") validatePort(tcpSocket?.port, at.field("port"), to);
  else if (kind === "grpc") to.problem(at.field("port"), portProblem(grpc?.port ?? 0));
  else if (kind === "sleep" && sleep) validateSleep(sleep, gracePeriod, at, to);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateHTTPGetAction */
function validateHttpGet(
  { port, scheme = "", httpHeaders = [] }: Decoded<HTTPGetAction>,
  path: FieldPath,
  to: Complaints,
): void {
  validatePort(port, path.field("port"), to);
  if (!SCHEMES.includes(scheme)) to.unsupported(path.field("scheme"), scheme, SCHEMES);
  for (const [index, { name = "" }] of httpHeaders.entries()) {
    if (HEADER.test(name)) continue;
    const problem = `${quote(name)} is not the name of a header: letters, digits and "-"`;
    to.invalid(path.field("httpHeaders").index(index), problem);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePortNumOrName */
function validatePort(port: number | string = 0, path: FieldPath, to: Complaints): void {
  to.problem(path, typeof port === "number" ? portProblem(port) : portNameProblem(port));
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateSleepAction */
function validateSleep(
  { seconds = 0 }: Decoded<SleepAction>,
  gracePeriod: number | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  const least = to.minor >= NO_SLEEP_SINCE ? 0 : 1;
  if (gracePeriod === undefined || (seconds >= least && seconds <= gracePeriod)) return;
  const range = `from ${least} to the ${gracePeriod} that the pod has to end`;
  to.invalid(path, `${seconds} seconds are not possible: write a number ${range}`);
}
