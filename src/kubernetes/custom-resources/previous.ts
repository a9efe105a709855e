import { isFields } from "../fields.ts";
import { sameJson } from "../json-equality.ts";
import type { Structural } from "./structural.ts";

/**
 * A value together with what it was before: an update is not refused for what it leaves as it was.
 *
 * @see k8s.io/apiserver/pkg/cel/common/equality.go CorrelatedObject
 */
export class Previous {
  readonly isRoot: boolean;
  readonly old: unknown;
  private readonly value: unknown;
  private readonly schema: Structural;
  private same: boolean | undefined;

  constructor(value: unknown, old: unknown, schema: Structural, isRoot = true) {
    this.value = value;
    this.old = old;
    this.schema = schema;
    this.isRoot = isRoot;
  }

  get isSame(): boolean {
    this.same ??= sameJson(this.value, this.old);
    return this.same;
  }

  /** A field, where both have it. */
  key(name: string): Previous | undefined {
    const { value, old } = this;
    if (!isFields(value) || !isFields(old)) return undefined;
    const schema = this.schema.field(name);
    if (!schema || !Object.hasOwn(value, name) || !Object.hasOwn(old, name)) return undefined;
    return new Previous(value[name], old[name], schema, false);
  }

  /** An item: only the keys of a list of type `map` tell which one it was. */
  index(position: number): Previous | undefined {
    const { items, listType, listMapKeys } = this.schema;
    if (!items || listType !== "map" || !Array.isArray(this.value) || !Array.isArray(this.old))
      return undefined;
    const item: unknown = this.value[position];
    if (!isFields(item)) return undefined;
    const found = this.old.find(
      (each) => isFields(each) && listMapKeys.every((key) => each[key] === item[key]),
    );
    return found === undefined ? undefined : new Previous(item, found, items, false);
  }
}
