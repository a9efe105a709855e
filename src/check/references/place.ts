import { type Fields, isFields } from "../../kubernetes/fields.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import type { Item } from "../objects/inventory.ts";

/**
 * A value in an object, and where it stands. Objects of kinds that nobody judged may hold anything:
 * what is not there, or is something else than was asked for, is empty all the way down.
 */
export class Place {
  readonly value: unknown;
  readonly path: FieldPath;

  constructor(value: unknown, path: FieldPath = FieldPath.root) {
    this.value = value;
    this.path = path;
  }

  static of(item: Item): Place {
    return new Place(item.object);
  }

  /** A field, or a field of a field. */
  at(...names: readonly string[]): Place {
    let place: Place = this;
    for (const name of names) place = new Place(place.fields[name], place.path.field(name));
    return place;
  }

  /** A value of a map. */
  key(name: string): Place {
    return new Place(this.fields[name], this.path.key(name));
  }

  /** The items of a list that is a field. */
  list(...names: readonly string[]): Place[] {
    const { value, path } = this.at(...names);
    return Array.isArray(value) ? value.map((each, at) => new Place(each, path.index(at))) : [];
  }

  /** Every field, or every item of a list. */
  get children(): Place[] {
    const { value, path } = this;
    if (Array.isArray(value)) return value.map((each, at) => new Place(each, path.index(at)));
    return Object.entries(this.fields).map(([name, each]) => new Place(each, path.field(name)));
  }

  get isThere(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Undefined for an empty text, as the server takes it. */
  get text(): string | undefined {
    return typeof this.value === "string" && this.value !== "" ? this.value : undefined;
  }

  get number(): number | undefined {
    return typeof this.value === "number" ? this.value : undefined;
  }

  get fields(): Readonly<Fields> {
    return isFields(this.value) ? this.value : NOTHING;
  }
}

const NOTHING: Readonly<Fields> = Object.freeze(Object.create(null));
