/** A step into a value: a field's name, a map's key, or an item's index. */
export type Step = string | number;

/**
 * Where in an object something is. Made while a validator walks, so a step costs one small object
 * and a text only where something is wrong.
 */
export class FieldPath {
  private readonly parent: FieldPath | undefined;
  private readonly step: Step;
  private readonly isKey: boolean;
  private readonly place: FieldPath | undefined;

  private constructor(
    parent: FieldPath | undefined,
    step: Step,
    isKey: boolean,
    place?: FieldPath,
  ) {
    this.parent = parent;
    this.step = step;
    this.isKey = isKey;
    this.place = place;
  }

  /** The whole object. */
  static readonly root = new FieldPath(undefined, "", false);

  /** A field, or a field of a field. */
  field(name: string, ...more: readonly string[]): FieldPath {
    let path = new FieldPath(this, name, false);
    for (const each of more) path = new FieldPath(path, each, false);
    return path;
  }

  /** An item of a list. */
  index(position: number): FieldPath {
    return new FieldPath(this, position, false);
  }

  /** A value of a map. */
  key(name: string): FieldPath {
    return new FieldPath(this, name, true);
  }

  /**
   * The same text for what stands elsewhere: where the server writes a path that leads to something
   * else, or to less, than what it means.
   */
  for(place: FieldPath): FieldPath {
    return new FieldPath(this.parent, this.step, this.isKey, place);
  }

  /** The way to what is meant, from the outside in. */
  steps(): Step[] {
    const steps: Step[] = [];
    let path: FieldPath | undefined = this;
    while (path?.parent) {
      path = path.place ?? path;
      steps.push(path.step);
      path = path.parent;
    }
    return steps.reverse();
  }

  /**
   * As the API server writes it: `spec.containers[0].image`, `metadata.labels[app]`.
   *
   * @see k8s.io/apimachinery/pkg/util/validation/field/path.go
   */
  toString(): string {
    if (!this.parent) return "";
    const before = this.parent.toString();
    if (typeof this.step === "number" || this.isKey) return `${before}[${this.step}]`;
    return before === "" ? this.step : `${before}.${this.step}`;
  }
}
