import { quote } from "../text.ts";
import { valueOfLiteral } from "./literal-value.ts";
import { expandMacro, type Macros } from "./macros.ts";
import { type Entry, type Expr, ExpressionError, type Item, type StructField } from "./syntax.ts";
import { type Token, tokensOf } from "./token.ts";
import { TokenCursor } from "./token-cursor.ts";

/** Longer expressions are refused. @see github.com/google/cel-go/parser/options.go */
const MOST_CODE_POINTS = 100_000;
/** How deep each rule of the grammar may be nested. */
const DEEPEST = 250;

const RESERVED = new Set(
  "as break const continue else false for function if import in let loop package namespace null return true var void while".split(
    " ",
  ),
);
const RELATIONS = new Set(["<", "<=", ">=", ">", "==", "!=", "in"]);

/**
 * Reads an expression and expands its macros.
 *
 * @throws ExpressionError where it cannot be read
 */
export function parse(text: string, macros: Macros): Expr {
  if (text.length > MOST_CODE_POINTS && [...text].length > MOST_CODE_POINTS)
    throw new ExpressionError(`may have at most ${MOST_CODE_POINTS} characters`, 0);
  return new Parser(tokensOf(text), macros).whole();
}

type Rule = "expr" | "relation" | "calc" | "member";

/** Goes down the rules of CEL's grammar; @see github.com/google/cel-go/parser/gen/CEL.g4 */
class Parser extends TokenCursor {
  private readonly macros: Macros;
  private readonly depths: Record<Rule, number> = { expr: 0, relation: 0, calc: 0, member: 0 };

  constructor(tokens: readonly Token[], macros: Macros) {
    super(tokens);
    this.macros = macros;
  }

  whole(): Expr {
    const expr = this.expr();
    if (this.next.kind !== "end") throw this.unexpected("the end, or an operator");
    return expr;
  }

  private expr(): Expr {
    this.enter("expr");
    const condition = this.logical("||");
    const { offset } = this.next;
    if (!this.take("?")) return this.left("expr", condition);
    const then = this.logical("||");
    this.expect(":");
    return this.left("expr", this.call("_?_:_", [condition, then, this.expr()], offset));
  }

  /** A chain of `||`, or of `&&`. */
  private logical(operator: "||" | "&&"): Expr {
    const term = () => (operator === "||" ? this.logical("&&") : this.relation());
    const terms = [term()];
    const offsets: number[] = [];
    for (let { offset } = this.next; this.take(operator); { offset } = this.next) {
      offsets.push(offset);
      terms.push(term());
    }
    return this.balanced(`_${operator}_`, terms, offsets);
  }

  /** As a tree that is as flat as can be: chains may be long. */
  private balanced(name: string, terms: readonly Expr[], offsets: readonly number[]): Expr {
    if (terms.length === 1) return terms[0] as Expr;
    const middle = Math.floor(offsets.length / 2);
    const before = this.balanced(name, terms.slice(0, middle + 1), offsets.slice(0, middle));
    const after = this.balanced(name, terms.slice(middle + 1), offsets.slice(middle + 1));
    return this.call(name, [before, after], offsets[middle] as number);
  }

  private relation(): Expr {
    let found = this.calc();
    let entered = 0;
    while (RELATIONS.has(this.next.text) && this.next.kind !== "string") {
      this.enter("relation");
      entered++;
      const { text, offset } = this.skip();
      found = this.call(text === "in" ? "@in" : `_${text}_`, [found, this.calc()], offset);
    }
    this.depths.relation -= entered;
    return found;
  }

  private calc(): Expr {
    let found = this.product();
    let entered = 0;
    while (this.at("+") || this.at("-")) {
      this.enter("calc");
      entered++;
      const { text, offset } = this.skip();
      found = this.call(`_${text}_`, [found, this.product()], offset);
    }
    this.depths.calc -= entered;
    return found;
  }

  private product(): Expr {
    let found = this.unary();
    let entered = 0;
    while (this.at("*") || this.at("/") || this.at("%")) {
      this.enter("calc");
      entered++;
      const { text, offset } = this.skip();
      found = this.call(`_${text}_`, [found, this.unary()], offset);
    }
    this.depths.calc -= entered;
    return found;
  }

  private unary(): Expr {
    const { offset, text } = this.next;
    if (text !== "!" && text !== "-") return this.member();
    const isNumber = ["int", "double"].includes(this.ahead(1)?.kind ?? "");
    if (text === "-" && isNumber) return this.member();
    let count = 0;
    while (this.take(text)) count++;
    const operand = this.member();
    return count % 2 === 0 ? operand : this.call(text === "!" ? "!_" : "-_", [operand], offset);
  }

  private member(): Expr {
    let found = this.primary();
    let entered = 0;
    for (;;) {
      const { offset } = this.next;
      if (!this.at(".") && !this.at("[")) break;
      this.enter("member");
      entered++;
      found = this.skip().text === "." ? this.selected(found, offset) : this.indexed(found, offset);
    }
    this.depths.member -= entered;
    return found;
  }

  private selected(operand: Expr, offset: number): Expr {
    const optional = this.take("?");
    const at = this.next.offset;
    const field = this.identifier();
    if (optional) {
      const name: Expr = { node: "literal", value: field, offset: at };
      return this.call("_?._", [operand, name], offset);
    }
    if (!this.take("(")) return { node: "select", operand, field, test: false, offset };
    return this.call(field, this.parametersUntil(")"), at, operand);
  }

  private indexed(operand: Expr, offset: number): Expr {
    const name = this.take("?") ? "_[?_]" : "_[_]";
    const index = this.expr();
    this.expect("]");
    return this.call(name, [operand, index], offset);
  }

  private primary(): Expr {
    const token = this.next;
    const { offset } = token;
    switch (token.kind) {
      case "name":
        if (token.text === "true" || token.text === "false" || token.text === "null") {
          this.skip();
          const value = token.text === "null" ? null : token.text === "true";
          return { node: "literal", value, offset };
        }
        return this.named("");
      case "operator":
        break;
      case "end":
        throw this.unexpected("a value");
      default:
        return this.literal(false);
    }
    if (this.take(".")) return this.named(".");
    if (this.take("(")) {
      const inner = this.expr();
      this.expect(")");
      return inner;
    }
    if (this.take("[")) return { node: "list", items: this.items(), offset };
    if (this.take("{")) return { node: "map", entries: this.entries(), offset };
    if (this.take("-")) return this.literal(true);
    throw this.unexpected("a value");
  }

  /** A variable, a call, or a struct `a.b.C{…}`. */
  private named(dot: string): Expr {
    const { offset } = this.next;
    if (this.isStruct()) {
      let name = dot + this.identifier();
      while (this.take(".")) name += `.${this.identifier()}`;
      this.expect("{");
      return { node: "struct", name, fields: this.fields(), offset };
    }
    const word = this.identifier();
    if (RESERVED.has(word)) throw new ExpressionError(`${quote(word)} is a reserved word`, offset);
    if (!this.take("(")) return { node: "ident", name: dot + word, offset };
    return this.call(dot + word, this.parametersUntil(")"), offset);
  }

  private isStruct(): boolean {
    for (let at = 0; ; at += 2) {
      if (this.ahead(at)?.kind !== "name") return false;
      const { kind, text } = this.ahead(at + 1) as Token;
      if (kind !== "operator" || text !== ".") return kind === "operator" && text === "{";
    }
  }

  private literal(negative: boolean): Expr {
    const { kind, text, offset } = this.skip();
    const value = valueOfLiteral(kind, negative ? `-${text}` : text);
    if (value === undefined) {
      const problem = ["string", "bytes"].includes(kind) ? "has a wrong escape" : "is too large";
      throw new ExpressionError(`${text} ${problem}`, offset);
    }
    return { node: "literal", value, offset };
  }

  private parametersUntil(end: string): Expr[] {
    const found: Expr[] = [];
    if (this.take(end)) return found;
    do found.push(this.expr());
    while (this.take(","));
    this.expect(end);
    return found;
  }

  private items(): Item[] {
    return this.separated("]", () => ({ optional: this.take("?"), value: this.expr() }));
  }

  private entries(): Entry[] {
    return this.separated("}", () => {
      const optional = this.take("?");
      const key = this.expr();
      this.expect(":");
      return { optional, key, value: this.expr() };
    });
  }

  private fields(): StructField[] {
    return this.separated("}", () => {
      const optional = this.take("?");
      const { offset } = this.next;
      const name = this.identifier();
      this.expect(":");
      return { optional, name, value: this.expr(), offset };
    });
  }

  /** A list in brackets; a comma may follow its last item. */
  private separated<T>(end: string, item: () => T): T[] {
    const found: T[] = [];
    if (this.at(",")) this.skip();
    else
      while (!this.at(end)) {
        found.push(item());
        if (!this.take(",")) break;
      }
    this.expect(end);
    return found;
  }

  private call(name: string, parameters: readonly Expr[], offset: number, target?: Expr): Expr {
    const call = { node: "call", name, target, parameters, offset } as const;
    return expandMacro(call, this.macros) ?? call;
  }

  private enter(rule: Rule): void {
    if (++this.depths[rule] > DEEPEST)
      throw new ExpressionError(`is nested deeper than ${DEEPEST} levels`, this.next.offset);
  }

  private left(rule: Rule, found: Expr): Expr {
    this.depths[rule]--;
    return found;
  }
}
