import type {
  Configuration,
  DataFact,
  Demand,
  PortFact,
  ProgramEntry,
  TargetFact,
  WriteFact,
} from "../program-entry.ts";
import {
  aBoolean,
  aString,
  type Check,
  either,
  isPlainObject,
  listOf,
  literal,
  mapOf,
  objectOf,
  optional,
  type Report,
  type ShapeOf,
  someOf,
  syntax,
  whole,
} from "./shape.ts";

const PORT = 65_535;

const said = syntax("a text", (text) => (text.trim() === "" ? "is empty" : undefined));

const absolute = syntax("an absolute path", (text) =>
  text.startsWith("/") ? undefined : `${JSON.stringify(text)} is no absolute path`,
);

/** One or two steps, the first of which is no registry. */
const REPOSITORY = /^(?:[a-z0-9_-]+\/)?[a-z0-9][a-z0-9_.-]*$/;

const repository: Check = {
  says: "a text",
  accepts: (value) => typeof value === "string",
  test: (value, path, report) => {
    const text = value as string;
    if (!REPOSITORY.test(text))
      report(path, `${JSON.stringify(text)} is no end of a repository`, endOf(text));
  },
};

/** What would be right in place of a whole image. */
function endOf(image: string): string {
  const steps = image.toLowerCase().split("/").slice(-2);
  const name = (steps.pop() ?? "").replace(/[:@].*$/, "");
  const end = [...steps.filter((step) => /^[a-z0-9_-]+$/.test(step)), name].join("/");
  return REPOSITORY.test(end)
    ? JSON.stringify(end)
    : "its last folder and its name, such as shop/web";
}

interface AnyUser {
  readonly id?: number;
  readonly name?: string;
}

const user = withRule(
  objectOf<AnyUser>({
    id: optional(whole(0)),
    name: optional(said),
  } satisfies ShapeOf<AnyUser>),
  ({ id, name }: AnyUser) =>
    (id === undefined) === (name === undefined)
      ? { message: "must have either id or name", instead: '{ id: 1000 } or { name: "app" }' }
      : undefined,
);

const host = objectOf<NonNullable<PortFact["host"]>>({
  args: optional(listOf(aString)),
  env: optional(listOf(aString)),
  key: optional(aString),
  default: optional(aString),
  inFile: optional(aString),
} satisfies ShapeOf<NonNullable<PortFact["host"]>>);

const port = objectOf<PortFact>({
  port: whole(0, PORT),
  args: optional(listOf(aString)),
  env: optional(listOf(aString)),
  key: optional(aString),
  host: optional(host),
} satisfies ShapeOf<PortFact>);

const write = objectOf<WriteFact>({
  path: absolute,
  or: optional(listOf(absolute)),
  what: said,
  users: either(literal("any"), listOf(whole(0))),
  unless: optional(listOf(aString)),
} satisfies ShapeOf<WriteFact>);

const demand = objectOf<Demand>({
  anyOf: someOf(said),
  says: said,
  since: optional(someOf(said)),
  only: optional(mapOf(aString)),
} satisfies ShapeOf<Demand>);

const configuration = objectOf<Configuration>({
  format: literal("redis", "ini", "nginx", "yaml", "other"),
  files: listOf(absolute),
  names: listOf(aString),
  args: optional(listOf(aString)),
  env: optional(listOf(aString)),
  isFirstArgument: optional(aBoolean),
  how: said,
} satisfies ShapeOf<Configuration>);

const since = objectOf<NonNullable<DataFact["since"]>>({
  major: whole(0),
  path: absolute,
  not: absolute,
} satisfies ShapeOf<NonNullable<DataFact["since"]>>);

const data = objectOf<DataFact>({
  path: absolute,
  since: optional(since),
  unless: listOf(aString),
} satisfies ShapeOf<DataFact>);

const target = objectOf<TargetFact>({
  of: said,
  env: listOf(aString),
  args: listOf(aString),
  beside: listOf(aString),
  otherwise: said,
} satisfies ShapeOf<TargetFact>);

const entry = withRule(
  objectOf<ProgramEntry>({
    name: said,
    images: listOf(repository),
    versions: said,
    source: said,
    executables: listOf(said),
    entrypoints: optional(listOf(said)),
    user: optional(user),
    ports: optional(listOf(port)),
    mayListen: optional(either(literal("any"), listOf(whole(1, PORT)))),
    writes: optional(listOf(write)),
    demands: optional(listOf(demand)),
    configuration: optional(configuration),
    data: optional(data),
    target: optional(target),
    endsWithoutCommand: optional(said),
  } satisfies ShapeOf<ProgramEntry>),
  ({ images, executables }: ProgramEntry) =>
    images?.length === 0 && executables?.length === 0
      ? {
          message: "is known by no image and no executable",
          instead: 'images: ["shop/backend"], as in ghcr.io/shop/backend:v1',
        }
      : undefined,
);

/** The check of what a person knows of programs. */
export const programEntries: Check = {
  ...listOf(entry),
  test: (value, path, report, partial) => {
    listOf(entry).test(value, path, report, partial);
    reportRepeated(value as readonly unknown[], path, report);
  },
};

/** Of two entries for one image the first would never count. */
function reportRepeated(entries: readonly unknown[], path: Parameters<Report>[0], report: Report) {
  const known = new Map<string, string>();
  for (const [index, each] of entries.entries()) {
    if (!isPlainObject(each) || !Array.isArray(each.images)) continue;
    for (const [at, image] of each.images.entries()) {
      if (typeof image !== "string") continue;
      const before = known.get(image);
      if (before !== undefined)
        report([...path, index, "images", at], `${JSON.stringify(image)} is ${before}'s already`);
      known.set(image, String(each.name));
    }
  }
}

/** A check, and a rule for what has the right form. */
function withRule<T>(
  check: Check,
  ruleOf: (value: T) => { readonly message: string; readonly instead: string } | undefined,
): Check {
  return {
    ...check,
    test: (value, path, report, partial) => {
      check.test(value, path, report, partial);
      const fault = ruleOf(value as T);
      if (fault) report(path, fault.message, fault.instead);
    },
  };
}
