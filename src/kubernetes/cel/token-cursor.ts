import { quote } from "../text.ts";
import { ExpressionError } from "./syntax.ts";
import type { Token } from "./token.ts";

/** Goes through the words of an expression. */
export class TokenCursor {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** The word so many places further on. */
  protected ahead(count: number): Token | undefined {
    return this.tokens[this.position + count];
  }

  protected get next(): Token {
    return this.tokens[this.position] as Token;
  }

  protected skip(): Token {
    const token = this.next;
    this.position++;
    return token;
  }

  protected at(operator: string): boolean {
    return this.next.kind === "operator" && this.next.text === operator;
  }

  protected take(operator: string): boolean {
    if (!this.at(operator)) return false;
    this.position++;
    return true;
  }

  protected expect(operator: string): void {
    if (!this.take(operator)) throw this.unexpected(quote(operator));
  }

  protected identifier(): string {
    const { kind, text } = this.next;
    if (kind !== "name" || ["in", "true", "false", "null"].includes(text))
      throw this.unexpected("a name");
    return this.skip().text;
  }

  protected unexpected(wanted: string): ExpressionError {
    const { kind, text, offset } = this.next;
    const found = kind === "end" ? "the expression ends" : `${quote(text)} stands`;
    return new ExpressionError(`${found} where ${wanted} must come`, offset);
  }
}
