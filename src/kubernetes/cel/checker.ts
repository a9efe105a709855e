import { quote } from "../text.ts";
import { isDyn, isDynOrError, mostGeneral, unwrapped } from "./assign.ts";
import type { Checked, Scope } from "./checked.ts";
import { mismatchOf, unknown } from "./checker-messages.ts";
import type { Overload } from "./declarations.ts";
import { escapeField } from "./field-names.ts";
import { Inference } from "./inference.ts";
import {
  type Call,
  type Comprehension,
  type Expr,
  ExpressionError,
  type Item,
  type ListLiteral,
  type MapLiteral,
  qualifiedName,
  type Select,
  type StructLiteral,
} from "./syntax.ts";
import {
  bool,
  type CelType,
  dyn,
  int,
  listOf,
  mapOf,
  optionalOf,
  sameType,
  structOf,
  textOfType,
} from "./type.ts";
import { typeOfValue } from "./value.ts";

/**
 * Checks that the types of an expression go together.
 *
 * @throws ExpressionError at the first part that does not fit
 * @see github.com/google/cel-go/checker/checker.go
 */
export function check(expr: Expr, scope: Scope): Checked {
  const checker = new Checker(scope);
  checker.check(expr);
  return checker.result();
}

class Checker {
  private readonly scope: Scope;
  private readonly types = new Map<Expr, CelType>();
  private readonly overloads = new Map<Call, readonly Overload[]>();
  private readonly names = new Map<Expr, string>();
  private readonly locals: (readonly [string, CelType])[] = [];
  private readonly inference = new Inference();

  constructor(scope: Scope) {
    this.scope = scope;
  }

  result(): Checked {
    const { inference, types } = this;
    const type = (expr: Expr) => inference.final(types.get(expr) ?? dyn);
    return { type, overloads: this.overloads, names: this.names };
  }

  check(expr: Expr): CelType {
    const type = this.typeOf(expr);
    this.types.set(expr, type);
    return type;
  }

  private typeOf(expr: Expr): CelType {
    switch (expr.node) {
      case "literal":
        return typeOfValue(expr.value);
      case "ident":
        return this.ident(expr, expr.name);
      case "select":
        return this.select(expr);
      case "call":
        return this.call(expr);
      case "list":
        return this.list(expr);
      case "map":
        return this.map(expr);
      case "struct":
        return this.struct(expr);
      default:
        return this.comprehension(expr);
    }
  }

  private ident(expr: Expr, name: string): CelType {
    const type = this.lookUp(name);
    if (type) {
      if (name.startsWith(".")) this.names.set(expr, name.slice(1));
      return type;
    }
    const known = this.scope.variableNames();
    throw new ExpressionError(unknown(`no variable ${quote(name)}`, name, known), expr.offset);
  }

  /** A dot before a name means nothing: local variables hide others all the same. */
  private lookUp(written: string): CelType | undefined {
    const name = written.replace(/^\./, "");
    return this.locals.findLast(([each]) => each === name)?.[1] ?? this.scope.variable(name);
  }

  private select(expr: Select): CelType {
    const path = expr.test ? undefined : qualifiedName(expr);
    const type = path === undefined ? undefined : this.lookUp(path);
    if (type && path !== undefined) {
      this.names.set(expr, path.replace(/^\./, ""));
      return type;
    }
    const found = this.field(expr.operand, expr.field, expr.offset);
    return expr.test ? bool : found;
  }

  /** The type of a field; an optional of it where the operand is one, or it is asked for with `.?`. */
  private field(operand: Expr, field: string, offset: number, asked = false): CelType {
    const { type, optional } = unwrapped(this.inference.known(this.check(operand)));
    const found = this.fieldOf(type, field, offset);
    return this.inference.known(optional || asked ? optionalOf(found) : found);
  }

  private fieldOf(type: CelType, field: string, offset: number): CelType {
    if (type.kind === "map") return type.parameters[1] as CelType;
    if (type.kind === "struct") {
      const found = type.fields?.get(field) ?? this.keywordField(type, field);
      if (found) return found;
      const known = [...(type.fields?.keys() ?? [])];
      throw new ExpressionError(unknown(`no field ${quote(field)} here`, field, known), offset);
    }
    if (type.kind === "parameter") {
      this.inference.fits(dyn, type);
      return dyn;
    }
    if (isDynOrError(type)) return dyn;
    throw new ExpressionError(
      `a value of type ${textOfType(type)} has no fields, so no ${quote(field)}`,
      offset,
    );
  }

  /** Newer servers let reserved words stand for their escaped form. */
  private keywordField({ fields }: CelType, field: string): CelType | undefined {
    const escaped = this.scope.keywordFields ? escapeField(field) : undefined;
    return escaped === `__${field}__` ? fields?.get(escaped) : undefined;
  }

  private call(expr: Call): CelType {
    const { name, target, parameters } = expr;
    if (name === "_?._") {
      const [operand, field] = parameters as [Expr, Expr & { value: string }];
      this.overloads.set(expr, this.scope.function(name) ?? []);
      return this.field(operand, field.value, expr.offset, true);
    }
    const types = parameters.map((each) => this.check(each));
    if (!target) return this.resolve(expr, this.functionNamed(expr, name), types, false);
    const prefix = qualifiedName(target);
    const full = prefix === undefined ? undefined : `${prefix}.${name}`.replace(/^\./, "");
    const known = full === undefined ? undefined : this.scope.function(full);
    if (known && full !== undefined) {
      this.names.set(expr, full);
      return this.resolve(expr, known, types, false);
    }
    const own = this.check(target);
    return this.resolve(expr, this.functionNamed(expr, name), [own, ...types], true);
  }

  private functionNamed(expr: Call, name: string): readonly Overload[] {
    const found = this.scope.function(name.replace(/^\./, ""));
    if (found) return found;
    const known = this.scope.functionNames().filter((each) => /^[\w.]+$/.test(each));
    const word = name.replace(/^.*\./, "");
    throw new ExpressionError(unknown(`no function ${quote(name)}`, word, known), expr.offset);
  }

  /** @returns the type of the result, which is dynamic where several forms fit */
  private resolve(
    expr: Call,
    forms: readonly Overload[],
    types: readonly CelType[],
    member: boolean,
  ): CelType {
    if (expr.name === "_&&_" || expr.name === "_||_") return this.logical(expr, forms, types);
    const fitting: Overload[] = [];
    let result: CelType | undefined;
    for (const form of forms) {
      if (form.member !== member) continue;
      const own = this.inference.instance(form);
      if (!this.inference.fitsAll(types, own.parameters)) continue;
      fitting.push(form);
      const found = this.inference.known(own.result);
      if (result === undefined) result = found;
      else if (!isDyn(result) && !sameType(found, result)) result = dyn;
    }
    if (!result) throw this.mismatch(expr, types, member);
    this.overloads.set(expr, fitting);
    return result;
  }

  private logical(expr: Call, forms: readonly Overload[], types: readonly CelType[]): CelType {
    for (const [index, type] of types.entries())
      if (!this.inference.fits(type, bool)) this.wanted(expr.parameters[index] as Expr, bool, type);
    this.overloads.set(expr, forms);
    return bool;
  }

  private list({ items }: ListLiteral): CelType {
    let type: CelType | undefined;
    for (const item of items) type = this.join(type, this.itemOf(item));
    return listOf(type ?? this.inference.open());
  }

  private map({ entries }: MapLiteral): CelType {
    let keys: CelType | undefined;
    let values: CelType | undefined;
    for (const entry of entries) {
      keys = this.join(keys, this.check(entry.key));
      values = this.join(values, this.itemOf(entry));
    }
    return mapOf(keys ?? this.inference.open(), values ?? this.inference.open());
  }

  private itemOf({ value, optional }: Item): CelType {
    const type = this.check(value);
    if (!optional) return type;
    const inner = unwrapped(type);
    if (!inner.optional && !isDyn(type)) this.wanted(value, optionalOf(type), type);
    return inner.type;
  }

  private struct(expr: StructLiteral): CelType {
    const type = this.lookUp(expr.name);
    const made = type?.kind === "type" ? type.parameters[0] : undefined;
    if (!type) throw new ExpressionError(`there is no type ${quote(expr.name)}`, expr.offset);
    if (made?.kind !== "struct")
      throw new ExpressionError(`${quote(expr.name)} is no type of objects`, expr.offset);
    for (const field of expr.fields) {
      const wanted = this.fieldOf(made, field.name, field.offset);
      const given = this.itemOf(field);
      this.assert(field.value, wanted, given);
    }
    this.names.set(expr, made.name);
    return structOf(made.name, made.fields);
  }

  private comprehension(expr: Comprehension): CelType {
    const range = this.inference.known(this.check(expr.range));
    const accumulated = this.check(expr.initial);
    const before = this.locals.length;
    this.locals.push([expr.accumulator, accumulated]);
    const [first, second] = this.iterated(expr, range);
    this.locals.push([expr.variable, first]);
    if (expr.second !== undefined) this.locals.push([expr.second, second]);
    this.assert(expr.condition, bool, this.check(expr.condition));
    this.assert(expr.step, accumulated, this.check(expr.step));
    this.locals.length = before + 1;
    const result = this.check(expr.result);
    this.locals.length = before;
    return this.inference.known(result);
  }

  /** The types of the variables that go over a range. */
  private iterated({ range, second }: Comprehension, type: CelType): [CelType, CelType] {
    const [first, other] = type.parameters as [CelType, CelType];
    if (type.kind === "list") return second === undefined ? [first, first] : [int, first];
    if (type.kind === "map") return [first, other];
    if (!isDynOrError(type) && type.kind !== "parameter")
      throw new ExpressionError(
        `a value of type ${textOfType(type)} has no items to go through`,
        range.offset,
      );
    this.inference.fits(dyn, type);
    return [dyn, dyn];
  }

  private assert(expr: Expr, wanted: CelType, given: CelType): void {
    if (!this.inference.fits(wanted, given)) this.wanted(expr, wanted, given);
  }

  /** The type of a list's items, when one more joins them; what does not go together is found later. */
  private join(previous: CelType | undefined, current: CelType): CelType {
    if (!previous) return current;
    return this.inference.fits(previous, current) ? mostGeneral(previous, current) : dyn;
  }

  private wanted(expr: Expr, wanted: CelType, given: CelType): never {
    const [right, wrong] = [wanted, given].map((type) => this.textOf(type));
    throw new ExpressionError(`a value of type ${right} is needed; this is ${wrong}`, expr.offset);
  }

  private mismatch(expr: Call, types: readonly CelType[], member: boolean): ExpressionError {
    const texts = types.map((type) => this.textOf(type));
    const name = this.names.get(expr) ?? expr.name;
    return new ExpressionError(mismatchOf(name, texts, member), expr.offset);
  }

  private textOf(type: CelType): string {
    return textOfType(this.inference.final(type));
  }
}
