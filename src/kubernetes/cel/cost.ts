import type { AstNode } from "./call-cost.ts";
import type { Checked } from "./checked.ts";
import type { Program } from "./compile.ts";
import { estimateCall } from "./cost-of-calls.ts";
import {
  addCosts,
  type EntrySizes,
  fixed,
  multiplyRanges,
  NOTHING,
  type Range,
  UNKNOWN,
  unionOf,
} from "./cost-range.ts";
import { isBinding, isScalar, sizeOfLiteral } from "./cost-shapes.ts";
import type { Overload } from "./declarations.ts";
import { COST_OF_LIST, COST_OF_MAP, COST_OF_STRUCT } from "./runtime-cost.ts";
import { ACCUMULATOR, type Call, type Comprehension, type Expr, type Select } from "./syntax.ts";

/** How large the variables of an expression can get; a `Declared` is one. */
export interface Sizes {
  readonly most: number;
  readonly fields?: ReadonlyMap<string, Sizes>;
  readonly values?: Sizes;
  /** Of a map whose keys are bounded. */
  readonly keys?: Sizes;
}

/**
 * What an expression costs at most, in CEL's units, as the server estimates it before it ever runs.
 *
 * @param sizes of `self` and of `oldSelf`: of whatever a path of fields begins with
 * @param variable the one that they are of; other names, such as `int`, have no size then
 * @returns at most 2^64
 * @see github.com/google/cel-go/checker/cost.go, k8s.io/apiserver/pkg/cel/library/cost.go
 */
export function estimateCost(
  { parts: { expr, checked } }: Program,
  sizes: Sizes,
  variable?: string,
): number {
  return new Coster(checked, sizes, variable).cost(expr).max;
}

type Path = readonly string[];

interface Local {
  readonly path: Path;
  readonly size: Range | undefined;
  readonly entries: EntrySizes | undefined;
}

const ONE = fixed(1);

class Coster {
  private readonly checked: Checked;
  private readonly root: Sizes;
  private readonly variable: string | undefined;
  private readonly paths = new Map<Expr, Path>();
  private readonly sizes = new Map<Expr, Range>();
  private readonly entries = new Map<Expr, EntrySizes>();
  private readonly locals: (readonly [string, Local])[] = [];

  constructor(checked: Checked, root: Sizes, variable: string | undefined) {
    this.checked = checked;
    this.root = root;
    this.variable = variable;
  }

  cost(expr: Expr): Range {
    switch (expr.node) {
      case "literal":
        return NOTHING;
      case "ident":
        this.paths.set(expr, this.local(expr.name)?.path ?? [expr.name]);
        return ONE;
      case "select":
        return this.select(expr);
      case "call":
        return this.call(expr);
      case "list": {
        const costs = expr.items.map(({ value }) => this.cost(value));
        const values = this.unionOfSizes(expr.items.map(({ value }) => value));
        this.entries.set(expr, { kind: "list", keys: ONE, values });
        return addCosts(...costs, fixed(COST_OF_LIST));
      }
      case "map": {
        const costs = expr.entries.flatMap(({ key, value }) => [this.cost(key), this.cost(value)]);
        const keys = this.unionOfSizes(expr.entries.map(({ key }) => key));
        const values = this.unionOfSizes(expr.entries.map(({ value }) => value));
        this.entries.set(expr, { kind: "map", keys, values });
        return addCosts(...costs, fixed(COST_OF_MAP));
      }
      case "struct":
        return addCosts(...expr.fields.map(({ value }) => this.cost(value)), fixed(COST_OF_STRUCT));
      default:
        return isBinding(expr) ? this.binding(expr) : this.comprehension(expr);
    }
  }

  private unionOfSizes(parts: readonly Expr[]): Range {
    if (parts.length === 0) return NOTHING;
    return parts.map((part) => this.sizeOf(part)).reduce(unionOf);
  }

  private select(expr: Select): Range {
    const full = this.checked.names.get(expr);
    if (full !== undefined) {
      this.paths.set(expr, [full]);
      return ONE;
    }
    const operand = this.cost(expr.operand);
    if (expr.test) return operand;
    const { kind } = this.checked.type(expr.operand);
    this.paths.set(expr, [...this.pathOf(expr.operand), expr.field]);
    return ["map", "struct", "parameter"].includes(kind) ? addCosts(operand, ONE) : operand;
  }

  private call(expr: Call): Range {
    const name = this.checked.names.get(expr) ?? expr.name;
    const [first] = expr.parameters;
    if (name === "dyn" && first) {
      const cost = this.cost(first);
      this.copySizes(expr, first);
      return addCosts(ONE, cost);
    }
    const costs = expr.parameters.map((part) => this.cost(part));
    const nodes = expr.parameters.map((part) => this.node(part));
    const overloads = this.checked.overloads.get(expr) ?? [];
    if (overloads.length === 0) return NOTHING;
    const isMember = expr.target && !this.checked.names.has(expr);
    const before = isMember ? this.cost(expr.target as Expr) : NOTHING;
    const target = isMember ? this.node(expr.target as Expr) : undefined;
    const { cost, size } = this.forms(expr, name, overloads, target, nodes, costs);
    if (size) this.sizes.set(expr, size);
    return addCosts(before, cost);
  }

  /** Over all forms that a call may mean. */
  private forms(
    expr: Call,
    name: string,
    overloads: readonly Overload[],
    target: AstNode | undefined,
    nodes: readonly AstNode[],
    costs: readonly Range[],
  ): { cost: Range; size: Range | undefined } {
    let cost: Range | undefined;
    let size: Range | undefined;
    for (const { id } of overloads) {
      const found = estimateCall({
        name,
        overload: id,
        target,
        nodes,
        costs,
        entriesOf: (part) => this.entriesOf(part),
        setEntries: (entries) => entries && this.entries.set(expr, entries),
        sizeOfPath: (path) => this.sizeOfPath(path),
      });
      cost = cost ? unionOf(cost, found.cost) : found.cost;
      if (found.size) size = size ? unionOf(size, found.size) : found.size;
      if (id === "index_list" || id === "index_map") {
        const [within] = expr.parameters as [Expr];
        size = this.entriesOf(within)?.values;
        const step = id === "index_list" ? "@items" : "@values";
        this.paths.set(expr, [...this.pathOf(within), step]);
      }
      size ??= this.knownSize(expr);
    }
    return { cost: cost ?? NOTHING, size };
  }

  private comprehension(expr: Comprehension): Range {
    const before = addCosts(this.cost(expr.range), this.cost(expr.initial));
    this.enter(expr.accumulator, {
      path: this.pathOf(expr.initial),
      size: this.knownSize(expr.initial),
      entries: this.entriesOf(expr.initial),
    });
    for (const [name, local] of this.iterated(expr)) this.enter(name, local);
    const round = addCosts(this.cost(expr.condition), this.cost(expr.step));
    this.locals.length -= expr.second === undefined ? 1 : 2;
    const result = this.cost(expr.result);
    this.locals.length--;
    const count = this.sizeOf(expr.range);
    this.rememberSize(expr, count);
    return addCosts(before, result, multiplyRanges(count, round));
  }

  private rememberSize(expr: Comprehension, count: Range): void {
    const { initial, step } = expr;
    if (initial.node === "literal") {
      const size = this.knownSize(initial);
      if (size) this.sizes.set(expr, size);
    }
    if (initial.node !== "list" && initial.node !== "map") return;
    this.sizes.set(expr, count);
    const entries = this.entriesOf(step);
    if (entries) this.entries.set(expr, entries);
  }

  /** The variables that go over a range. */
  private iterated({ range, variable, second }: Comprehension): [string, Local][] {
    const entries = this.entriesOf(range);
    const isList = (entries?.kind ?? this.checked.type(range).kind) === "list";
    const path = this.pathOf(range);
    const local = (step: string, size: Range | undefined): Local => ({
      path: [...path, step],
      size,
      entries: undefined,
    });
    const values = local(isList ? "@items" : "@values", entries?.values);
    const keys = local(isList ? "@indices" : "@keys", entries?.keys);
    if (second === undefined) return [[variable, isList ? values : keys]];
    // The server writes both paths into one array where that has room for one step more.
    const isShared = path.length > 0 && (path.length & (path.length - 1)) !== 0;
    return [
      [variable, isShared ? { ...keys, path: values.path } : keys],
      [second, values],
    ];
  }

  private binding(expr: Comprehension): Range {
    const before = addCosts(this.cost(expr.range), this.cost(expr.initial));
    this.enter(expr.accumulator, {
      path: this.pathOf(expr.initial),
      size: this.knownSize(expr.initial),
      entries: this.entriesOf(expr.initial),
    });
    const result = this.cost(expr.result);
    this.locals.length--;
    this.copySizes(expr, expr.result);
    return addCosts(before, result);
  }

  private enter(name: string, local: Local): void {
    this.locals.push([name, local]);
  }

  private local(name: string): Local | undefined {
    return this.locals.findLast(([each]) => each === name)?.[1];
  }

  private copySizes(to: Expr, from: Expr): void {
    const size = this.knownSize(from);
    if (size) this.sizes.set(to, size);
    const entries = this.entriesOf(from);
    if (entries) this.entries.set(to, entries);
  }

  private node(expr: Expr): AstNode {
    const path = this.pathOf(expr);
    return {
      expr,
      path: path[0] === ACCUMULATOR ? [] : path,
      type: this.checked.type(expr),
      size: this.knownSize(expr),
    };
  }

  private pathOf(expr: Expr): Path {
    const local = expr.node === "ident" ? this.local(expr.name) : undefined;
    return local?.path ?? this.paths.get(expr) ?? [];
  }

  private sizeOf(expr: Expr): Range {
    return this.knownSize(expr) ?? UNKNOWN;
  }

  private knownSize(expr: Expr): Range | undefined {
    const known = this.sizes.get(expr) ?? sizeOfLiteral(expr);
    if (known) return known;
    const declared = this.sizeOfPath(this.pathOf(expr));
    if (declared) {
      this.sizes.set(expr, declared);
      return declared;
    }
    if (isScalar(this.checked.type(expr))) return ONE;
    return expr.node === "ident" ? this.local(expr.name)?.size : undefined;
  }

  private entriesOf(expr: Expr): EntrySizes | undefined {
    const local = expr.node === "ident" ? this.local(expr.name) : undefined;
    return this.entries.get(expr) ?? local?.entries;
  }

  /** Unless it is named, every path begins with a variable, and all are of the declared type. */
  private sizeOfPath(path: Path): Range | undefined {
    if (path.length === 0) return undefined;
    if (this.variable !== undefined && path[0] !== this.variable) return undefined;
    let found: Sizes | undefined = this.root;
    for (const step of path.slice(1)) {
      if (step === "@keys" && found.keys) return { min: 0, max: found.keys.most };
      // Keys have no bound, but for the size of a request.
      if (step === "@keys") return found.values && !found.fields ? { min: 0, max: 0 } : undefined;
      found = step === "@items" || step === "@values" ? found.values : found.fields?.get(step);
      if (!found) return undefined;
    }
    return { min: 0, max: found.most };
  }
}
