import { type Fields, isFields } from "../../kubernetes/fields.ts";
import { FieldPath, type Step } from "../../kubernetes/validation/field-path.ts";
import type { Item } from "../objects/inventory.ts";

/**
 * A value in an object, and where it stands. Objects of kinds that nobody judged may hold anything:
 * what is not there, or is something else than was asked for, is empty all the way down.
 */
export class Place {
  readonly value: unknown;
  /** Where it stands, or what it stands in: most of what is looked at is not told. */
  private readonly within: FieldPath | Place;
  private readonly step: Step;
  private readonly isKey: boolean;

  constructor(
    value: unknown,
    within: FieldPath | Place = FieldPath.root,
    step: Step = "",
    isKey = false,
  ) {
    this.value = value;
    this.within = within;
    this.step = step;
    this.isKey = isKey;
  }

  static of(item: Item): Place {
    return new Place(item.object);
  }

  get path(): FieldPath {
    const { within, step, isKey } = this;
    if (within instanceof FieldPath) return within;
    if (typeof step === "number") return within.path.index(step);
    return isKey ? within.path.key(step) : within.path.field(step);
  }

  /** A field, or a field of a field. */
  at(...names: readonly string[]): Place {
    let place: Place = this;
    for (const name of names) place = new Place(place.fields[name], place, name);
    return place;
  }

  /** A value of a map. */
  key(name: string): Place {
    return new Place(this.fields[name], this, name, true);
  }

  /** The items of a list that is a field. */
  list(...names: readonly string[]): Place[] {
    const list = this.at(...names);
    return Array.isArray(list.value) ? list.items(list.value) : [];
  }

  /** Every field, or every item of a list. */
  get children(): Place[] {
    if (Array.isArray(this.value)) return this.items(this.value);
    return Object.entries(this.fields).map(([name, each]) => new Place(each, this, name));
  }

  private items(list: readonly unknown[]): Place[] {
    return list.map((each, at) => new Place(each, this, at));
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
