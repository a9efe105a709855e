import { qualifiedNameProblem } from "../../../names.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { validateMicroTime } from "../../micro-time.ts";

/** An event as both of its APIs are read into one by the server; the names are those of `v1`. */
export interface Event {
  readonly metadata?: { readonly namespace?: string };
  readonly involvedObject?: { readonly namespace?: string };
  readonly eventTime?: string;
  /** The server calls it `reportingComponent` where it complains of a `v1` Event. */
  readonly reportingController?: string;
  readonly reportingInstance?: string;
  readonly action?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly series?: { readonly lastObservedTime?: string };
}

const LONGEST = 128;
const LONGEST_MESSAGE = 1024;
const path = FieldPath.root;

/**
 * Where the object does not say its namespace, it is not known here whether it is that of the
 * object concerned.
 *
 * @param controller what the field of the controller is called in complaints
 * @see k8s.io/kubernetes/pkg/apis/core/validation/events.go legacyValidateEvent
 */
export function validateEvent(event: Decoded<Event>, controller: string, to: Complaints): void {
  const { namespace } = event.metadata ?? {};
  validateMicroTime(event.eventTime, path.field("eventTime"), to);
  const observed = event.series?.lastObservedTime;
  validateMicroTime(observed, path.field("series", "lastObservedTime"), to);
  const concerned = event.involvedObject?.namespace ?? "";
  const isOld = (event.eventTime ?? "") === "";
  const anyway = isOld ? ["default"] : ["default", "kube-system"];
  const fits =
    concerned === "" ? anyway.includes(namespace ?? "") : !isOld || concerned === namespace;
  if (namespace !== undefined && !fits)
    to.invalid(
      path.field("involvedObject", "namespace"),
      "an event belongs to the namespace of its object",
      namespace,
    );
  if (isOld) return;
  const { reportingController = "" } = event;
  const at = path.field(controller);
  if (reportingController === "") to.required(at, "must name who reports the event");
  to.problem(at, qualifiedNameProblem(reportingController, "a controller's name"));
  for (const field of ["reportingInstance", "action", "reason"] as const) {
    const text = event[field] ?? "";
    if (text === "") to.required(path.field(field));
    if (Buffer.byteLength(text) > LONGEST)
      to.invalid(path.field(field), `may have at most ${LONGEST} bytes`);
  }
  if (Buffer.byteLength(event.message ?? "") > LONGEST_MESSAGE)
    to.invalid(path.field("message"), `may have at most ${LONGEST_MESSAGE} bytes`);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/events.go legacyValidateEvent */
export function validateCoreEvent(
  event: Decoded<Event & { readonly reportingComponent?: string }>,
  to: Complaints,
): void {
  const internal = { ...event, reportingController: event.reportingComponent };
  validateEvent(internal, "reportingComponent", to);
}
