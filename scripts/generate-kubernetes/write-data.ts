import type { Lifecycle } from "./lifecycle.ts";
import type { FieldHistory, MergedKind, MergedType } from "./merge.ts";
import { fileOf, type Shape } from "./shape.ts";

type Stored = string | { [word: string]: unknown };

/** One data file per `file` of the references, one line per type: file name to text. */
export function writeTypeFiles(types: ReadonlyMap<string, MergedType>): Map<string, string> {
  const files = Map.groupBy(types, ([name]) => fileOf(name));
  return new Map(
    [...files].map(([file, entries]) => {
      const lines = entries.map(([name, type]): [string, unknown] => {
        const fields = Object.entries(type.fields).map(([field, history]) => [
          field,
          storedField(history, file),
        ]);
        return [name.slice(file.length + 1), { fields: Object.fromEntries(fields), ...type.rules }];
      });
      return [`${file}.json`, linesOf(lines)];
    }),
  );
}

/** A field as it is stored: most are one word, with a `!` where the field is required. */
function storedField(history: FieldHistory, file: string): Stored | Stored[] {
  const forms = history.map((form) => {
    const { required, deprecated, since, until } = form;
    const stored = storedShape(form, file);
    const more = { deprecated, since, until };
    if (typeof stored === "string" && Object.values(more).every((value) => value === undefined)) {
      return required ? `${stored}!` : stored;
    }
    return {
      ...(typeof stored === "string" ? { is: stored } : stored),
      ...(required && { required }),
      ...more,
    };
  });
  return forms.length === 1 ? forms[0]! : forms;
}

/**
 * A schema as it is stored: `string`, `[string]`, `{string}`, `Type` of the same file, `file:Type`
 * of another; or an object with more to say, whose `is` is such a word.
 */
function storedShape(shape: Shape, file: string): Stored {
  const inner = shape.items ?? shape.values;
  const stored = inner && storedShape(inner, file);
  const brackets = shape.items ? ["[", "]"] : ["{", "}"];
  const word = typeof stored === "string" ? brackets[0] + stored + brackets[1] : shape.is;
  const is = inner || fileOf(word) !== file ? word : word.slice(file.length + 1);
  const more = {
    ...(typeof stored === "object" && { [shape.items ? "items" : "values"]: stored }),
    ...(shape.enum && { enum: shape.enum }),
    ...shape.rules,
  };
  return Object.keys(more).length > 0 ? { is, ...more } : is;
}

/** An object with one line for each entry, so that a change shows as a change of that line. */
export function linesOf(entries: readonly (readonly [string, unknown])[]): string {
  return `{\n${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",\n")}\n}\n`;
}

/** What a kind's index entry adds to what the API says. */
export interface IndexedKind extends MergedKind {
  optIn?: true;
  lifecycle?: Lifecycle;
  /** Name of the operator that brings it. */
  operator?: string;
}

const STANDARD_VERBS = [
  "create",
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "update",
  "watch",
];

/** The index of all kinds: `group/Kind` to what its versions share, and the versions. */
export function writeIndex(kinds: readonly IndexedKind[]): string {
  const byKind = Map.groupBy(kinds, ({ group, kind }) => `${group}/${kind}`);
  const lines = [...byKind]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, versions]): [string, unknown] => {
      const { plural, singular, shortNames, categories, namespaced, operator } = versions[0]!;
      return [
        key,
        {
          plural,
          singular,
          ...(shortNames.length > 0 && { shortNames }),
          ...(categories.length > 0 && { categories }),
          namespaced,
          ...(operator && { operator }),
          versions: Object.fromEntries(
            versions.map((version) => [version.version, storedVersion(version)]),
          ),
        },
      ];
    });
  return linesOf(lines);
}

function storedVersion(kind: IndexedKind): unknown {
  const { type, verbs, subresources, scale, since, until, optIn, deprecated, lifecycle } = kind;
  const isStandard = STANDARD_VERBS.every((verb) => verbs.includes(verb));
  return {
    type,
    ...(!isStandard && { verbs }),
    ...(subresources.length > 0 && { subresources }),
    ...(scale && { scale }),
    since,
    until,
    ...(optIn && { optIn }),
    ...(deprecated && { deprecated }),
    ...lifecycle,
  };
}

/**
 * The kinds that went before the oldest minor whose API is known in full: `apiVersion/Kind` to
 * lifecycle.
 */
export function writeRemovals(removals: ReadonlyMap<string, Lifecycle>): string {
  return linesOf([...removals].sort(([a], [b]) => (a < b ? -1 : 1)));
}
