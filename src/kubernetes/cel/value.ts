import {
  bool,
  bytes,
  type CelType,
  double,
  duration,
  dyn,
  int,
  listOf,
  mapOf,
  nullType,
  optionalOf,
  string,
  timestamp,
  typeOf,
  uint,
} from "./type.ts";

/**
 * A value of an expression: `int` is a bigint, `double` a number, `bytes` a Uint8Array; the others
 * that JavaScript does not have are classes.
 */
export type CelValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Uint
  | Timestamp
  | Duration
  | ListValue
  | MapValue
  | OptionalValue
  | TypeValue
  | OpaqueValue;

/** What an expression gives where it cannot give a value. `||` and `&&` can do without one. */
export class CelError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

export type Result = CelValue | CelError;

export function isError(result: Result): result is CelError {
  return result instanceof CelError;
}

export class Uint {
  readonly value: bigint;

  constructor(value: bigint) {
    this.value = value;
  }
}

/** A moment; two with the same nanoseconds are equal, whatever zone they were written in. */
export class Timestamp {
  /** Since 1970. */
  readonly nanoseconds: bigint;
  /** In which it is printed: minutes east of Greenwich. */
  readonly zone: number;

  constructor(nanoseconds: bigint, zone = 0) {
    this.nanoseconds = nanoseconds;
    this.zone = zone;
  }
}

export class Duration {
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

/** How a list of a custom resource compares and adds up. */
export interface ListMode {
  readonly type: "set" | "map";
  /** Of a list of type `map`: the fields that tell its items apart. */
  readonly keys: readonly string[];
}

/** A list. Appending to one is cheap: the longer list shares what the shorter one holds. */
export class ListValue {
  private readonly buffer: Result[];
  readonly size: number;
  /** Undefined for a list whose order counts. */
  readonly mode: ListMode | undefined;
  /** Read from an object of the API: such lists are choosier about what they are compared with. */
  readonly structured: boolean;

  constructor(items: Result[], mode?: ListMode, structured = false, size = items.length) {
    this.buffer = items;
    this.size = size;
    this.mode = mode;
    this.structured = structured;
  }

  get(index: number): Result {
    return this.buffer[index] as Result;
  }

  append(items: Iterable<Result>): ListValue {
    const buffer = this.buffer.length === this.size ? this.buffer : this.buffer.slice(0, this.size);
    for (const item of items) buffer.push(item);
    return new ListValue(buffer, undefined, this.structured, buffer.length);
  }

  *[Symbol.iterator](): Generator<Result> {
    for (let index = 0; index < this.size; index++) yield this.get(index);
  }
}

/** A map, or an object with fields: expressions cannot tell them apart once they run. */
export interface MapValue {
  readonly isMap: true;
  readonly size: number;
  /** Read from an object of the API, by a schema. */
  readonly structured: boolean;
  /** Undefined where there is no such key; an error for a key that no map of this kind can have. */
  find(key: CelValue): Result | undefined;
  /** Of an object, also those whose value is null, which `find` does not find. */
  keys(): CelValue[];
  /** What a schema does not name, as JSON: expressions can only compare it. */
  readonly unseen?: ReadonlyMap<string, unknown>;
}

export function isMapValue(value: unknown): value is MapValue {
  return typeof value === "object" && value !== null && "isMap" in value;
}

export class OptionalValue {
  readonly value: CelValue | undefined;

  constructor(value: CelValue | undefined) {
    this.value = value;
  }
}

export const NONE = new OptionalValue(undefined);

export class TypeValue {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A value of a library: an address, a quantity. */
export abstract class OpaqueValue {
  abstract readonly type: CelType;
  abstract equals(other: CelValue): boolean | CelError;
  /** For `size`-dependent costs. */
  readonly size: number = 1;
}

/** The type that a value shows when the expression runs: the items of a list are of any type. */
export function typeOfValue(value: CelValue): CelType {
  switch (typeof value) {
    case "boolean":
      return bool;
    case "bigint":
      return int;
    case "number":
      return double;
    case "string":
      return string;
  }
  if (value === null) return nullType;
  if (value instanceof Uint8Array) return bytes;
  if (value instanceof Uint) return uint;
  if (value instanceof Timestamp) return timestamp;
  if (value instanceof Duration) return duration;
  if (value instanceof ListValue) return listOf(dyn);
  if (value instanceof OptionalValue) return optionalOf(dyn);
  if (value instanceof TypeValue) return typeOf(dyn);
  return isMapValue(value) ? mapOf(dyn, dyn) : value.type;
}

export function noSuchOverload(): CelError {
  return new CelError("no such overload: the values are of types that do not go together");
}
