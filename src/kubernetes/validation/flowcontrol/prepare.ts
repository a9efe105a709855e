import { fillerOf } from "../../defaults.ts";
import { type Schema, schemaOf } from "../../schema.ts";
import { setFirstGeneration } from "../first-generation.ts";
import { ZERO_SHARES } from "./zero-shares.ts";

const VERSION = "flowcontrol.apiserver.k8s.io/v1";
const DEFAULT_SHARES = 30;

/** v1beta3, which 1.31 still serves, has the defaults of v1. */
export function prepareFlowSchema(object: Record<string, unknown>): void {
  setFirstGeneration(object);
  // The server sets defaults also within a spec that is left out.
  object.spec ??= {};
  fill(object, "FlowSchema");
}

/**
 * In v1beta3 no shares are the default number of shares, unless an annotation says otherwise, which
 * is for that version alone.
 *
 * @see k8s.io/kubernetes/pkg/apis/flowcontrol/v1beta3/conversion.go, defaults.go
 */
export function preparePriorityLevel(object: Record<string, unknown>): void {
  setFirstGeneration(object);
  const { apiVersion, metadata, spec } = object as unknown as PriorityLevel;
  if (apiVersion !== VERSION) {
    const { limited } = spec ?? {};
    const isZeroMeant = Object.hasOwn(metadata?.annotations ?? {}, ZERO_SHARES);
    if (limited && !isZeroMeant) limited.nominalConcurrencyShares ||= DEFAULT_SHARES;
    if (limited) limited.nominalConcurrencyShares ??= 0;
    delete metadata?.annotations?.[ZERO_SHARES];
  }
  fill(object, "PriorityLevelConfiguration");
}

interface PriorityLevel {
  readonly apiVersion: string;
  readonly metadata?: { readonly annotations?: Record<string, string> };
  readonly spec?: { readonly limited?: { nominalConcurrencyShares?: number } };
}

function fill(object: Record<string, unknown>, kind: string): void {
  fillerOf(`flowcontrol.v1:${kind}`).fill(object, schemaOf(VERSION, kind) as Schema);
}
