import {
  bool,
  type CelType,
  type Environment,
  mapOf,
  type Sizes,
  string,
  structOf,
} from "../../cel/index.ts";
import { opaqueTypes } from "../../cel/opaque-types.ts";

/** The type of an attribute is known only of a device; a result of it may be true or false. */
const unknown: CelType = { kind: "dyn", name: "any", parameters: [] };

const LONGEST_DOMAIN = 63;
const LONGEST_IDENTIFIER = 32;
const MOST_ATTRIBUTES = 32;
const LONGEST_VALUE = 64;

const fields: readonly [string, CelType][] = [
  ["driver", string],
  ["attributes", mapOf(string, mapOf(string, unknown))],
  ["capacity", mapOf(string, mapOf(string, opaqueTypes.Quantity))],
];
const device = structOf("kubernetes.DRADevice", new Map(fields));
const sharedDevice = structOf(
  "kubernetes.DRADevice",
  new Map([...fields, ["allowMultipleAllocations", bool]]),
);

/**
 * What an expression sees of a device. The field for shared devices is behind a gate up to 1.35.
 *
 * @see k8s.io/dynamic-resource-allocation/cel/compile.go newCompiler
 */
export function deviceEnvironment(minor: number): Environment {
  return { minor, variables: { device: minor >= 36 ? sharedDevice : device }, bindings: true };
}

export function isBoolOrUnknown(type: CelType): boolean {
  return type.kind === "bool" || (type.kind === "dyn" && type.name === unknown.name);
}

/** A map whose every key may be written as a field. */
class AnyField extends Map<string, Sizes> {
  private readonly value: Sizes;

  constructor(value: Sizes) {
    super();
    this.value = value;
  }

  override get(): Sizes {
    return this.value;
  }
}

const attribute: Sizes = { most: LONGEST_VALUE };
const domain: Sizes = { most: LONGEST_DOMAIN };
const identifier: Sizes = { most: LONGEST_IDENTIFIER };
const ofDomain: Sizes = {
  most: MOST_ATTRIBUTES,
  keys: identifier,
  values: attribute,
  fields: new AnyField(attribute),
};

/** @see k8s.io/dynamic-resource-allocation/cel/compile.go sizeEstimator */
export const deviceSizes: Sizes = {
  most: 0,
  fields: new Map<string, Sizes>([
    ["driver", domain],
    ["allowMultipleAllocations", { most: 1 }],
    ["attributes", { most: MOST_ATTRIBUTES, keys: domain, values: ofDomain }],
    [
      "capacity",
      {
        most: MOST_ATTRIBUTES,
        keys: domain,
        values: { most: MOST_ATTRIBUTES, keys: identifier, values: { most: 0 } },
      },
    ],
  ]),
};
