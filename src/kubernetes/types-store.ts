import { readData } from "./data.ts";
import type { Field, Rules, Schema, SchemaType } from "./schema.ts";

/**
 * The generated files `data/types/FILE.json`: each type on one line, its fields in a short form. A
 * field is `string`, `int32!` (required), `[Container]` (a list), `{quantity}` (a map), a type of
 * the same file (capital letter), or a type of another file (`core.v1:PodSpec`); or an object whose
 * `is` is such a word and which says more; or a list of such objects, where it changed between the
 * minors.
 */
interface StoredType {
  readonly fields: Readonly<Record<string, StoredField>>;
  readonly [rule: string]: unknown;
}

type StoredField = string | StoredForm | readonly StoredForm[];

interface StoredForm {
  readonly is: string;
  readonly items?: string | StoredForm;
  readonly values?: string | StoredForm;
  readonly required?: true;
  readonly deprecated?: true;
  /**
   * The first and the last minor that have the field in this form, where they are not those of the
   * type.
   */
  readonly since?: number;
  readonly until?: number;
  readonly [rule: string]: unknown;
}

const NO_FIELDS: ReadonlyMap<string, Field> = new Map();
const NO_RULES: Rules = {};

/** Object types by minor and name, so that a schema is built once. */
const known = new Map<string, ObjectType>();

/**
 * The schema of a type `file:Name`, as one minor has it. Files are read when a schema first needs
 * them.
 */
export function schemaOfType(type: string, minor: number): Schema {
  return new Node(type, "", minor, {});
}

/** Whether something holds for what is said of a value or of anything within it, in any minor. */
export function someRules(schema: Schema, is: (rules: Rules) => boolean): boolean {
  if (is(schema.rules)) return true;
  if (schema instanceof Node && schema.object) return schema.object.someRules(is);
  return [schema.items, schema.values].some((part) => part !== undefined && someRules(part, is));
}

class ObjectType {
  readonly name: string;
  readonly rules: Rules;
  private readonly stored: StoredType["fields"];
  private readonly file: string;
  private readonly minor: number;
  private built: ReadonlyMap<string, Field> | undefined;
  private readonly answers = new Map<(rules: Rules) => boolean, boolean>();

  constructor(file: string, name: string, minor: number) {
    const { fields, ...rules } = readData<Record<string, StoredType>>(`types/${file}.json`)[name]!;
    this.name = `${file}:${name}`;
    this.stored = fields;
    this.rules = rules;
    this.file = file;
    this.minor = minor;
  }

  get fields(): ReadonlyMap<string, Field> {
    this.built ??= new Map(
      Object.entries(this.stored).flatMap(([name, field]) => {
        const form = this.formOf(field);
        return form === undefined ? [] : [[name, this.fieldOf(form)] as const];
      }),
    );
    return this.built;
  }

  someRules(is: (rules: Rules) => boolean): boolean {
    let answer = this.answers.get(is);
    if (answer === undefined) {
      // A type that holds itself says nothing new there.
      this.answers.set(is, false);
      answer = is(this.rules) || Object.values(this.stored).some((field) => this.someOf(field, is));
      this.answers.set(is, answer);
    }
    return answer;
  }

  private someOf(field: StoredField, is: (rules: Rules) => boolean): boolean {
    if (Array.isArray(field)) return field.some((form) => this.someOf(form, is));
    const form = field as string | StoredForm;
    if (typeof form !== "string") {
      const { is: word, items, values, required, deprecated, since, until, ...rules } = form;
      return is(rules) || this.someOf(items ?? values ?? word, is);
    }
    const word = form.replace("!", "");
    if (/^[[{]/.test(word)) return this.someOf(word.slice(1, -1), is);
    return objectType(word, this.file, this.minor)?.someRules(is) ?? false;
  }

  private formOf(field: StoredField): string | StoredForm | undefined {
    if (typeof field === "string") return field;
    const forms = Array.isArray(field) ? (field as readonly StoredForm[]) : [field as StoredForm];
    return forms.find(
      ({ since, until }) => this.minor >= (since ?? 0) && this.minor <= (until ?? 1000),
    );
  }

  private fieldOf(form: string | StoredForm): Field {
    if (typeof form === "string") {
      const required = form.endsWith("!");
      return new Node(required ? form.slice(0, -1) : form, this.file, this.minor, { required });
    }
    return new Node(form, this.file, this.minor, form);
  }
}

/**
 * A value's place in the schema. What an object type says is shared between the places that have
 * it.
 */
class Node implements Field {
  readonly type: SchemaType;
  readonly name: string | undefined;
  readonly rules: Rules;
  readonly items: Schema | undefined;
  readonly values: Schema | undefined;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly object: ObjectType | undefined;

  constructor(
    form: string | StoredForm,
    file: string,
    minor: number,
    flags: { required?: boolean; deprecated?: boolean },
  ) {
    this.required = flags.required ?? false;
    this.deprecated = flags.deprecated ?? false;
    const word = typeof form === "string" ? form : form.is;
    this.object = objectType(word, file, minor);
    this.rules = rulesOf(form, this.object);
    this.name = this.object && word.slice(word.indexOf(":") + 1);
    const inner = typeof form === "string" ? undefined : (form.items ?? form.values);
    const isList = word.startsWith("[") || word === "list";
    const isMap = word.startsWith("{") || word === "map";
    this.type = isList ? "list" : isMap ? "map" : this.object ? "object" : (word as SchemaType);
    const part =
      isList || isMap ? new Node(inner ?? word.slice(1, -1), file, minor, {}) : undefined;
    this.items = isList ? part : undefined;
    this.values = isMap ? part : undefined;
  }

  get typeName(): string | undefined {
    return this.object?.name;
  }

  get fields(): ReadonlyMap<string, Field> {
    return this.object?.fields ?? NO_FIELDS;
  }
}

function objectType(word: string, file: string, minor: number): ObjectType | undefined {
  const colon = word.indexOf(":");
  if (/^[[{]/.test(word) || (colon < 0 && !/^[A-Z]/.test(word))) return undefined;
  const [from, name] = colon < 0 ? [file, word] : [word.slice(0, colon), word.slice(colon + 1)];
  const key = `${minor} ${from}:${name}`;
  const type = known.get(key) ?? new ObjectType(from, name, minor);
  known.set(key, type);
  return type;
}

function rulesOf(form: string | StoredForm, type: ObjectType | undefined): Rules {
  if (typeof form === "string") return type?.rules ?? NO_RULES;
  const { is, items, values, required, deprecated, since, until, ...rules } = form;
  return { ...type?.rules, ...rules };
}
