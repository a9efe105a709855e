import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";

/**
 * What the sources of a volume are asked, by the fields that hold them, in the server's order.
 * `Context` is what a source's validator is told of the whole volume.
 */
export type SourceValidators<Volume, Context> = {
  readonly [Field in keyof Volume]?: (
    source: NonNullable<Volume[Field]>,
    path: FieldPath,
    to: Complaints,
    context: Context,
  ) => void;
};

/** Where the server names a field otherwise than its API, in the complaints below it. */
const INSIDE: Readonly<Record<string, string>> = { gcePersistentDisk: "persistentDisk" };
/** And where it says that the field is one too many. */
const AS_SECOND: Readonly<Record<string, string>> = { cephfs: "cephFS", downwardAPI: "downwarAPI" };

/**
 * The one source that a volume must have. Of several, the first is validated and the others are
 * forbidden.
 *
 * @param options.uncounted a source that the server validates beside another one
 */
export function validateOneSource<Volume extends object, Context>(
  volume: Volume,
  validators: SourceValidators<Volume, Context>,
  path: FieldPath,
  to: Complaints,
  context: Context,
  options: { readonly uncounted?: string } = {},
): void {
  const known = validators as Readonly<Record<string, Validate<Context>>>;
  const values = volume as Readonly<Record<string, unknown>>;
  const isGiven = (field: string) => values[field] !== undefined;
  let given = Object.keys(values).filter((field) => Object.hasOwn(known, field) && isGiven(field));
  if (given.length > 1) given = Object.keys(known).filter(isGiven);
  const [first] = given;
  if (first === undefined) {
    to.required(path, "names no kind of volume", "give it a source");
    return;
  }
  for (const field of given) {
    if (field === first || field === options.uncounted)
      (known[field] as Validate<Context>)(
        values[field],
        path.field(INSIDE[field] ?? field),
        to,
        context,
      );
    else
      to.forbidden(
        path.field(AS_SECOND[field] ?? field),
        `a volume has one source, and ${first} is there already`,
      );
  }
}

type Validate<Context> = (
  source: unknown,
  path: FieldPath,
  to: Complaints,
  context: Context,
) => void;
