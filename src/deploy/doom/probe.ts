import type { KubeObject } from "../../client/object.ts";
import { isFields, valueAt } from "../../kubernetes/fields.ts";
import { conditionOf, itemsAt, numberAt, textAt } from "../readiness/status.ts";
import type { Around } from "./around.ts";
import { newPodsOf } from "./revision.ts";

/** A probe that does not pass, and where. */
export interface Unready {
  readonly pod: string;
  readonly container: string;
  readonly kind: "readiness" | "startup";
  /** `readiness probe of web: GET :8080/healthz every 10 s: HTTP probe failed with statuscode: 503`. */
  readonly words: string;
}

/** The probe that keeps a workload's new pods from being ready: it dooms nothing, and is named when time runs out. */
export function unreadyProbe(workload: KubeObject, around: Around): Unready | undefined {
  for (const pod of newPodsOf(workload, around)) {
    const found = unreadyProbeOf(pod, around);
    if (found) return found;
  }
  return undefined;
}

function unreadyProbeOf(pod: KubeObject, around: Around): Unready | undefined {
  if (conditionOf(pod, "Ready")?.status === "True") return undefined;
  for (const list of ["initContainer", "container"]) {
    for (const status of itemsAt(pod, `status.${list}Statuses`)) {
      if (!valueAt(status, ["state", "running"]) || status.ready === true) continue;
      const container = textAt(status, "name");
      const spec = itemsAt(pod, `spec.${list}s`).find(({ name }) => name === container);
      const kind = status.started === false && spec?.startupProbe ? "startup" : "readiness";
      const probe = spec?.[`${kind}Probe`];
      if (!isFields(probe)) continue;
      const told = around
        .eventsAbout(pod)
        .findLast(
          (event) => event.reason === "Unhealthy" && event.container === container,
        )?.message;
      const what = `${kind} probe of ${container}: ${wordsOf(probe)}`;
      const words = told
        ? `${what}: ${told.replace(/^\w+ probe (?:failed|errored[^:]*): /, "")}`
        : what;
      return { pod: pod.metadata.name, container, kind, words };
    }
  }
  return undefined;
}

/** The probe for whose sake a container was killed, in words as above. */
export function killingProbe(
  pod: KubeObject,
  container: string,
  around: Around,
): string | undefined {
  const told = around
    .eventsAbout(pod)
    .findLast((event) => event.reason === "Unhealthy" && event.container === container)?.message;
  const [, kind, why] =
    /^(Liveness|Startup) probe (?:failed|errored[^:]*): ?(.*)$/s.exec(told ?? "") ?? [];
  if (!kind) return undefined;
  const spec = [...itemsAt(pod, "spec.initContainers"), ...itemsAt(pod, "spec.containers")];
  const name = kind.toLowerCase();
  const probe = spec.find((each) => each.name === container)?.[`${name}Probe`];
  return isFields(probe) ? `${name} probe of ${container}: ${wordsOf(probe)}: ${why}` : undefined;
}

/** `GET :8080/healthz every 10 s`. */
function wordsOf(probe: Record<string, unknown>): string {
  return `${handlerOf(probe)} every ${numberAt(probe, "periodSeconds", 10)} s`;
}

function handlerOf(probe: Record<string, unknown>): string {
  const port = (field: string) => String(valueAt(probe, [field, "port"]) ?? "");
  if (probe.httpGet) {
    const scheme = textAt(probe, "httpGet.scheme") === "HTTPS" ? "https://" : "";
    const path = textAt(probe, "httpGet.path") || "/";
    return `GET ${scheme}${textAt(probe, "httpGet.host")}:${port("httpGet")}${path}`;
  }
  if (probe.tcpSocket) return `connection to port ${port("tcpSocket")}`;
  if (probe.grpc) return `gRPC health of port ${port("grpc")}`;
  const command = valueAt(probe, ["exec", "command"]);
  return Array.isArray(command) ? `command ${command.join(" ")}` : "probe";
}
