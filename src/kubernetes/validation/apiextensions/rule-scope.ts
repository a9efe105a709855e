import { type Declared, declare, escapeField } from "../../cel/index.ts";
import type { FieldPath } from "../field-path.ts";
import type { Props } from "./props.ts";

/** What the rules of a definition are estimated to cost together. */
export class TotalCost {
  total = 0;
  private readonly rules: { readonly path: FieldPath; readonly cost: number }[] = [];

  add(path: FieldPath, cost: number): void {
    this.total += cost;
    this.rules.push({ path, cost });
  }

  /** The rules that cost most: four at most, and none that hardly counts. */
  dearest(least: number): readonly FieldPath[] {
    const dear = this.rules.filter(({ cost }) => cost >= least).sort((a, b) => b.cost - a.cost);
    return dear.slice(0, 4).map(({ path }) => path);
  }
}

/**
 * What the rules at a schema see, and how often they may have to run.
 *
 * @see …/apiextensions/validation/cel_validation.go CELSchemaContext
 */
export class RuleScope {
  readonly total: TotalCost;
  /** How many values of this schema an object can hold; undefined where there is no bound. */
  readonly times: number | undefined;
  private readonly schema: Props;
  /** Whether this schema, or one around it, has rules. */
  private readonly isSeen: boolean;
  private readonly parent: RuleScope | undefined;
  /** The field of the parent; undefined for its items or values. */
  private readonly name: string | undefined;

  private constructor(
    schema: Props,
    times: number | undefined,
    total: TotalCost,
    parent?: RuleScope,
    name?: string,
  ) {
    this.schema = schema;
    this.times = times;
    this.total = total;
    this.parent = parent;
    this.name = name;
    const rules = schema["x-kubernetes-validations"] ?? [];
    this.isSeen = rules.length > 0 || parent?.isSeen === true;
  }

  static root(schema: Props): RuleScope {
    return new RuleScope(schema, 1, new TotalCost());
  }

  /** What rules see of the schema; undefined where they cannot see it, or what is around it. */
  get declared(): Declared | undefined {
    const { parent, name, schema } = this;
    if (parent?.isSeen) {
      const around = parent.declared;
      if (!around || name === undefined) return around?.values;
      const escaped = escapeField(name);
      const field = escaped === undefined ? undefined : around.fields?.get(escaped);
      if (field) return field;
    }
    const resourceRoot = !parent || schema["x-kubernetes-embedded-resource"] === true;
    return declare(schema, { resourceRoot });
  }

  /**
   * The same for a part of the schema.
   *
   * @param name of the field; none for its items or values
   */
  within(schema: Props, name?: string): RuleScope {
    const most = this.mostParts();
    const times = this.times === undefined || most === undefined ? undefined : this.times * most;
    return new RuleScope(schema, times, this.total, this, name);
  }

  private mostParts(): number | undefined {
    const { type, additionalProperties, maxProperties, maxItems } = this.schema;
    if (type === "array") return atLeastZero(maxItems);
    if (type === "object" && additionalProperties !== undefined) return atLeastZero(maxProperties);
    return 1;
  }
}

function atLeastZero(most: number | undefined): number | undefined {
  return most === undefined ? undefined : Math.max(0, most);
}
