import { dns1123SubdomainProblem } from "../../names.ts";
import type { ObjectMeta } from "../../types/meta.ts";
import type { Complaints } from "../complaints.ts";
import { type Event as CoreEvent, validateEvent } from "../core/cluster/event.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { semanticallyEqual } from "../semantic-equality.ts";

/** events.k8s.io/v1. */
export interface Event {
  readonly metadata?: ObjectMeta;
  readonly action?: string;
  readonly deprecatedCount?: number;
  readonly deprecatedFirstTimestamp?: string;
  readonly deprecatedLastTimestamp?: string;
  readonly deprecatedSource?: { readonly component?: string; readonly host?: string };
  readonly eventTime?: string;
  readonly note?: string;
  readonly reason?: string;
  readonly regarding?: { readonly namespace?: string };
  readonly related?: object;
  readonly reportingController?: string;
  readonly reportingInstance?: string;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
  readonly type?: string;
}

const path = FieldPath.root;

/**
 * The server complains of the fields by the names that they have in `v1`.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/events.go ValidateEventCreate
 */
export function validateNewEvent(event: Decoded<Event>, to: Complaints): void {
  const { metadata = {}, type = "", deprecatedSource: source } = event;
  validateEvent(inCore(event), "reportingController", to);
  // The server masks a hyphen at the end: random letters follow it.
  const generateName = metadata.generateName?.replace(/(?<=.)-$/, "a");
  for (const [field, name = ""] of Object.entries({ name: metadata.name, generateName }))
    if (name !== "") to.problem(path.field("metadata", field), dns1123SubdomainProblem(name));
  validateSeries(event, to);
  if ((event.eventTime ?? "") === "")
    to.required(
      path.field("eventTime"),
      "must say when it happened",
      "2026-01-31T12:00:00.000000Z",
    );
  if (type !== "Normal" && type !== "Warning")
    to.invalid(path.field("type"), "must be Normal or Warning");
  const unused = "is of the older API: leave it out";
  if (event.deprecatedFirstTimestamp) to.invalid(path.field("firstTimestamp"), unused);
  if (event.deprecatedLastTimestamp) to.invalid(path.field("lastTimestamp"), unused);
  if ((event.deprecatedCount ?? 0) !== 0) to.invalid(path.field("count"), unused);
  if (source?.component || source?.host) to.invalid(path.field("source"), unused);
}

function inCore(event: Decoded<Event>): Decoded<CoreEvent> {
  return { ...event, involvedObject: event.regarding, message: event.note };
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/events.go validateV1EventSeries */
function validateSeries({ series }: Decoded<Event>, to: Complaints): void {
  if (!series) return;
  const at = path.field("series");
  if ((series.count ?? 0) < 2) to.invalid(at.field("count"), "a series has two events or more");
  if (!series.lastObservedTime)
    to.required(at.field("lastObservedTime"), "must say when the last one happened");
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/events.go ValidateEventUpdate */
export function validateEventUpdate(
  event: Decoded<Event>,
  old: Decoded<Event>,
  to: Complaints,
): void {
  if (!semanticallyEqual(event.series, old.series)) validateSeries(event, to);
  const kept: readonly (readonly [string, keyof Event])[] = [
    ["involvedObject", "regarding"],
    ["reason", "reason"],
    ["message", "note"],
    ["source", "deprecatedSource"],
    ["firstTimestamp", "deprecatedFirstTimestamp"],
    ["lastTimestamp", "deprecatedLastTimestamp"],
    ["count", "deprecatedCount"],
    ["type", "type"],
    ["eventTime", "eventTime"],
    ["action", "action"],
    ["related", "related"],
    ["reportingController", "reportingController"],
    ["reportingInstance", "reportingInstance"],
  ];
  for (const [name, field] of kept)
    validateImmutable(event[field], old[field], path.field(name), to, "another event");
}
