import { type CelType, dyn, isOptional, listOf, mapOf, opaque, sameType, typeOf } from "./type.ts";

/** What the type parameters stand for, as far as it is known. */
export type Bindings = ReadonlyMap<string, CelType>;

/**
 * Whether values of one type can be where the other is wanted.
 *
 * @returns the bindings that make it so; undefined where nothing does
 * @see github.com/google/cel-go/checker/types.go isAssignable
 */
export function assign(bindings: Bindings, one: CelType, other: CelType): Bindings | undefined {
  return assignAll(bindings, [one], [other]);
}

export function assignAll(
  bindings: Bindings,
  from: readonly CelType[],
  to: readonly CelType[],
): Bindings | undefined {
  if (from.length !== to.length) return undefined;
  const attempt = new Unifier(bindings);
  return attempt.fitAll(from, to) ? attempt.bindings : undefined;
}

export function isDyn({ kind }: CelType): boolean {
  return kind === "dyn";
}

export function isDynOrError({ kind }: CelType): boolean {
  return kind === "dyn" || kind === "error";
}

class Unifier {
  private readonly base: Bindings;
  private own: Map<string, CelType> | undefined;

  constructor(bindings: Bindings) {
    this.base = bindings;
  }

  get bindings(): Bindings {
    return this.own ?? this.base;
  }

  fitAll(from: readonly CelType[], to: readonly CelType[]): boolean {
    return from.length === to.length && from.every((one, at) => this.fits(one, to[at] as CelType));
  }

  private fits(one: CelType, other: CelType): boolean {
    if (other.kind === "parameter") {
      const { fits, bound } = this.bind(one, other);
      if (fits || bound) return fits;
    }
    if (one.kind === "parameter") return this.bind(other, one).fits;
    if (isDynOrError(one) || isDynOrError(other)) return true;
    if (one.kind === "null") return isNullable(other);
    if (other.kind === "null") return isNullable(one);
    if (one.kind !== other.kind) return false;
    if (one.kind === "type") return true;
    return one.name === other.name && this.fitAll(one.parameters, other.parameters);
  }

  /** Whether `type` may be what the parameter stands for. */
  private bind(type: CelType, parameter: CelType): { fits: boolean; bound: boolean } {
    if (sameType(type, parameter)) return { fits: true, bound: true };
    const bound = this.bindings.get(parameter.name);
    if (bound === undefined) {
      const fits = !this.refersTo(type, parameter);
      if (fits) this.set(parameter.name, type);
      return { fits, bound: false };
    }
    if (sameType(type, bound)) return { fits: true, bound: true };
    if (!this.fits(type, bound)) return { fits: false, bound: true };
    const wider = mostGeneral(type, bound);
    if (!this.refersTo(wider, parameter)) this.set(parameter.name, wider);
    return { fits: true, bound: true };
  }

  private set(name: string, type: CelType): void {
    this.own ??= new Map(this.base);
    this.own.set(name, type);
  }

  private refersTo(type: CelType, parameter: CelType): boolean {
    if (sameType(type, parameter)) return true;
    if (type.kind === "parameter") {
      const bound = this.bindings.get(type.name);
      return bound !== undefined && this.refersTo(bound, parameter);
    }
    return type.parameters.some((each) => this.refersTo(each, parameter));
  }
}

function isNullable({ kind }: CelType): boolean {
  return ["null", "opaque", "struct", "duration", "timestamp"].includes(kind);
}

/** The more general of two types that go together. */
export function mostGeneral(one: CelType, other: CelType): CelType {
  return isLessSpecific(one, other) ? one : other;
}

function isLessSpecific(one: CelType, other: CelType): boolean {
  if (isDyn(one) || one.kind === "parameter") return true;
  if (isDyn(other) || other.kind === "parameter" || one.kind !== other.kind) return false;
  if (one.kind === "type") return true;
  if (!["opaque", "list", "map"].includes(one.kind)) return sameType(one, other);
  return (
    one.name === other.name &&
    one.parameters.length === other.parameters.length &&
    one.parameters.every((each, at) => isLessSpecific(each, other.parameters[at] as CelType))
  );
}

/**
 * The type with what its parameters stand for.
 *
 * @param free what to make of parameters that stand for nothing: `dyn`, or themselves
 */
export function substitute(bindings: Bindings, type: CelType, free: "dyn" | "keep"): CelType {
  if (type.kind === "parameter") {
    const bound = bindings.get(type.name);
    if (bound !== undefined) return substitute(bindings, bound, free);
    return free === "dyn" ? dyn : type;
  }
  if (type.parameters.length === 0) return type;
  const [first, second] = type.parameters.map((each) => substitute(bindings, each, free)) as [
    CelType,
    CelType,
  ];
  switch (type.kind) {
    case "list":
      return listOf(first);
    case "map":
      return mapOf(first, second);
    case "type":
      return typeOf(first);
    default:
      return opaque(type.name, first, ...(second ? [second] : []));
  }
}

/** The type inside an optional; the type itself where it is none. */
export function unwrapped(type: CelType): { type: CelType; optional: boolean } {
  return isOptional(type)
    ? { type: type.parameters[0] as CelType, optional: true }
    : { type, optional: false };
}
