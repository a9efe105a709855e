import { type Schema, schemaOf } from "../../src/kubernetes/schema.ts";
import { type Given, richObjects } from "../agreement/objects.ts";
import type { Random } from "../agreement/random.ts";
import { keys, valuesFor } from "../agreement/values.ts";

/** Objects of every known kind, with random JSON at random places. */
export function* randomObjects(random: Random): Generator<Given> {
  const bases = richObjects();
  for (;;) {
    const object = structuredClone(random.pick(bases)) as Given;
    const schema = schemaOf(object.apiVersion, object.kind);
    for (let changes = 1 + random.below(4); changes > 0; changes--) {
      const path = randomPath(object, schema, random);
      // The reader hands over nothing that does not say what it is.
      const isIdentity = /^(apiVersion|kind)$/.test(String(path[0]));
      if (!isIdentity) place(object, path, randomValue(random, at(schema, path)));
    }
    // As it is read: without holes, and with "__proto__" as a key like any other.
    yield JSON.parse(JSON.stringify(object));
  }
}

type Steps = readonly (string | number)[];

/** A place that is there, or that the schema knows, or neither. */
function randomPath(object: unknown, root: Schema | undefined, random: Random): Steps {
  const steps: (string | number)[] = [];
  let value = object;
  let schema = root;
  for (;;) {
    if (steps.length > 0 && random.below(4) === 0) return steps;
    const there = typeof value === "object" && value !== null ? Object.keys(value) : [];
    const known = [...(schema?.fields.keys() ?? [])];
    const choices = random.below(3) > 0 && there.length > 0 ? there : [...there, ...known];
    if (choices.length === 0 || random.below(40) === 0)
      return [...steps, Array.isArray(value) ? random.below(5) : random.pick(keys)];
    const key = random.pick(choices);
    const step = Array.isArray(value) ? Number(key) : key;
    steps.push(step);
    value = (value as Record<string | number, unknown> | undefined)?.[step];
    schema = inside(schema, step);
  }
}

function inside(schema: Schema | undefined, step: string | number): Schema | undefined {
  if (schema === undefined) return undefined;
  return typeof step === "number" ? schema.items : (schema.fields.get(step) ?? schema.values);
}

function at(root: Schema | undefined, path: Steps): Schema | undefined {
  return path.reduce(inside, root);
}

/** Puts a value in, also where lists or maps have to be made for it. */
function place(object: unknown, path: Steps, value: unknown): void {
  let here = object as Record<string | number, unknown>;
  for (const [index, step] of path.slice(0, -1).entries()) {
    const next = here[step];
    if (typeof next !== "object" || next === null)
      here[step] = typeof path[index + 1] === "number" ? [] : {};
    here = here[step] as Record<string | number, unknown>;
  }
  here[path.at(-1)!] = value;
}

/** A value of the right type, or of any other. */
function randomValue(random: Random, schema: Schema | undefined): unknown {
  if (schema !== undefined && random.below(2) === 0) {
    const values = valuesFor(schema);
    if (values.length > 0) return random.pick(values);
  }
  return randomJson(random, 3);
}

const scalars = [
  ...[null, true, false, 0, -1, 1, 65_536, 1e308, -0, 0.5, 2 ** 53, -(2 ** 63), 2 ** 31],
  ...[
    "",
    " ",
    "a",
    "A",
    "-",
    "../x",
    "1",
    "1e9",
    "-5m",
    "0.5Gi",
    "100%",
    "null",
    "\u0000",
    "😀",
    "\ud800",
  ],
  ...[
    "__proto__",
    "constructor",
    "*/0 * * * *",
    "(a+)+$",
    "999999h",
    "::1",
    "1.2.3.4/33",
    "a".repeat(70_000),
  ],
  ...["self.x.all(y, y)", "has(", "${{ }}", "[0-9", "2026-13-45T99:99:99Z"],
];

function randomJson(random: Random, depth: number): unknown {
  const choice = depth === 0 ? 0 : random.below(4);
  if (choice < 2) return random.pick(scalars);
  const size = random.below(4);
  if (choice === 2) return Array.from({ length: size }, () => randomJson(random, depth - 1));
  const names = [...keys, "__proto__", "name", "spec", "matchLabels", "$ref", "toString"];
  const entries = Array.from({ length: size }, () => [
    random.pick(names),
    randomJson(random, depth - 1),
  ]);
  return Object.fromEntries(entries);
}
