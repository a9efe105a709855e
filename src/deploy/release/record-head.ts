import type { KubeObject } from "../../client/object.ts";
import { type Fields, isFields } from "../../kubernetes/fields.ts";
import { namesOf } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";
import { ownLabels } from "./labels.ts";
import type { RecordState, ReleaseRecord } from "./record.ts";
import type { Body } from "./record-body.ts";

/** A record without its objects, and where those are: all that a list needs. */
export type RecordHead = Omit<ReleaseRecord, "objects"> & { readonly body: Body };

/** A record that is there and cannot be read. */
export interface Unreadable {
  readonly revision: number;
  /** The state that its label says. */
  readonly state: string;
  /** In one sentence, with the name of the object. */
  readonly why: string;
}

export const REVISION_LABEL = "slipway.dev/revision";
export const STATE_LABEL = "slipway.dev/state";

const FIELD = "record.json";
/** Of this file's form of a record. A program that writes another form counts it up. */
const FORM = 1;
const STATES: readonly RecordState[] = [
  "deploying",
  "deployed",
  "failed",
  "interrupted",
  "rolled-back",
];

export function headObject(release: ReleaseName, head: RecordHead): KubeObject {
  const labels = {
    ...ownLabels(release, "record"),
    [REVISION_LABEL]: String(head.revision),
    [STATE_LABEL]: head.state,
  };
  const { namespace } = release;
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace, name: namesOf(release.name).record(head.revision), labels },
    data: { [FIELD]: JSON.stringify({ form: FORM, ...head }) },
  };
}

export function headIn(object: KubeObject): RecordHead | Unreadable {
  const { name, namespace, labels = {} } = object.metadata;
  const revision = Number(labels[REVISION_LABEL]);
  const unreadable = (why: string): Unreadable => ({
    revision: Number.isSafeInteger(revision) ? revision : 0,
    state: labels[STATE_LABEL] ?? "",
    why: `ConfigMap ${namespace}/${name} cannot be read as a record: ${why}`,
  });
  const head = parsed((object.data as Fields | undefined)?.[FIELD]);
  if (!isFields(head)) return unreadable(`its "${FIELD}" is no JSON of a record`);
  const { form, ...rest } = head;
  if (form !== FORM) return unreadable(`it has form ${form}, and this slipway knows ${FORM} only`);
  if (!isHead(rest)) return unreadable("fields are missing");
  return rest.revision === revision ? rest : unreadable("it is not of the revision in its label");
}

export function isUnreadable(read: object): read is Unreadable {
  return "why" in read;
}

function isHead(value: Fields): value is Fields & RecordHead {
  const { revision, state, startedAt, author, body } = value;
  const maps = [value.images, value.secretCopies, value.migrated];
  return (
    typeof revision === "number" &&
    STATES.includes(state as RecordState) &&
    typeof startedAt === "string" &&
    typeof author === "string" &&
    isFields(body) &&
    typeof body.parts === "number" &&
    typeof body.sha256 === "string" &&
    Array.isArray(value.shared) &&
    maps.every(isFields)
  );
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
