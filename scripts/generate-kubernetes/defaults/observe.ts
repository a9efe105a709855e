import { isDeepStrictEqual } from "node:util";
import { holds, type Place } from "../../../src/kubernetes/default-filler.ts";
import { findKind } from "../../../src/kubernetes/kinds.ts";
import { type Path, type Schema, schemaOf } from "../../../src/kubernetes/schema.ts";
import { CASES, type Case, NO_DEFAULTS } from "./cases.ts";
import type { Sample } from "./samples/index.ts";

export type Value = Record<string, unknown>;

/** What the server made of a sample. */
export interface Answer {
  readonly sample: Sample;
  readonly stored: Value;
}

/** One field that a sample left out. */
export interface Observation {
  readonly type: string;
  readonly field: string;
  /** The type of the whole object. */
  readonly root: string;
  /** `Type.field` that holds the object. */
  readonly owner: string;
  /** What the server set; undefined when it set nothing. */
  readonly value: unknown;
  /** The case that holds, and its position among the cases of the field. */
  readonly case: Case;
  readonly order: number;
  readonly sample: Sample;
  readonly path: Path;
}

/** Where an object is, while an answer is walked. */
interface Here extends Place {
  readonly path: Path;
}

/**
 * Every field that a sample left out, with what the server made of it.
 *
 * @throws Error when the server set a field of which no case holds.
 */
export function observe({ sample, stored }: Answer): Observation[] {
  const root = findKind(sample.apiVersion, sample.kind)!.type;
  const found: Observation[] = [];
  const walk = (sent: unknown, got: unknown, schema: Schema, place: Here): void => {
    if (Array.isArray(sent) && schema.items) {
      for (const [i, item] of sent.entries()) {
        walk(item, (got as unknown[])[i], schema.items, { ...place, path: [...place.path, i] });
      }
    } else if (typeof sent === "object" && sent !== null) {
      for (const [name, field] of schema.fields)
        visit(sent as Value, got as Value, schema, name, field, place);
    }
  };
  const visit = (
    sent: Value,
    got: Value,
    schema: Schema,
    name: string,
    field: Schema,
    place: Here,
  ): void => {
    const here = `${schema.typeName}.${name}`;
    const cases = CASES[here] ?? [{}];
    const path = [...place.path, name];
    if (isOutside(here, root, sent[name])) return;
    if (sent[name] !== undefined && !cases.some(isMerge)) {
      walk(sent[name], got[name], field, { owner: here, above: [got, ...place.above], path });
      return;
    }
    const order = cases.findIndex(({ when = [] }) =>
      when.every((condition) => holds(condition, sent, got, place)),
    );
    const isSet = !isDeepStrictEqual(sent[name], got[name]);
    const own = cases[order];
    if (!own && isSet) throw new Error(`${sample.kind}: no case explains ${here}`);
    if (!own || !isTelling(own, sent[name], got, name, here)) return;
    const value = isSet ? got[name] : undefined;
    const { owner } = place;
    found.push({
      type: schema.typeName!,
      field: name,
      root,
      owner,
      value,
      case: own,
      order,
      sample,
      path,
    });
  };
  walk(sample, stored, schemaOf(sample.apiVersion, sample.kind)!, {
    owner: "",
    above: [],
    path: [],
  });
  return found;
}

/**
 * What is not the API's default: metadata, the status of the object itself, what servers allocate.
 */
export function isOutside(field: string, root: string, sent: unknown): boolean {
  if (field === `${root}.status` && root !== CLAIM) return true;
  return field.startsWith("meta.v1:ObjectMeta.") || (sent === undefined && NO_DEFAULTS.has(field));
}

/** Claims are also nested, in StatefulSets, where the server fills their status in. */
const CLAIM = "core.v1:PersistentVolumeClaim";

export function isCopy({ from, keysFrom }: Case): boolean {
  return from !== undefined || keysFrom !== undefined;
}

function isMerge({ keysFrom }: Case): boolean {
  return keysFrom !== undefined;
}

/** Where there is nothing to copy, a case of copying tells nothing. */
function isTelling(own: Case, sent: unknown, got: Value, name: string, here: string): boolean {
  if (!isCopy(own)) return true;
  const maps = (own.keysFrom ?? []).map((source) => got[source]).filter((map) => map !== undefined);
  const merged = maps.length > 0 ? Object.assign({}, ...maps.reverse(), sent) : sent;
  const copied = own.from === undefined ? merged : got[own.from];
  const isSet = !isDeepStrictEqual(sent, got[name]);
  if (isSet && !isDeepStrictEqual(copied, got[name]))
    throw new Error(`${here} is not copied as its case says`);
  return isSet || !isDeepStrictEqual(copied, sent);
}
