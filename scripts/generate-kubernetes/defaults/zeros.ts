import type { DefaultsTable } from "../../../src/kubernetes/default-filler.ts";
import type { Path } from "../../../src/kubernetes/schema.ts";
import { collection, type Request } from "./ask.ts";
import type { Seen } from "./learn.ts";
import { mapDefaults } from "./shorten.ts";

/**
 * Marks the defaults that the server also sets where the field is written as its zero value: Go
 * cannot tell a `periodSeconds: 0` from none, but can tell `replicas: 0`. One dry run for each
 * tells which.
 */
export async function withZeros(
  request: Request,
  table: DefaultsTable,
  seen: readonly Seen[],
): Promise<DefaultsTable> {
  const marked = new Set<string>();
  for (const { key, field, order, example } of seen) {
    const zero = zeroOf(example.value);
    if (zero === undefined) continue;
    const body = withValue(example.sample, example.path, zero);
    const path = `${collection(example.sample)}?dryRun=All`;
    const answer = await request("POST", path, body);
    const stored = answer.status === 201 ? valueAt(answer.body, example.path) : undefined;
    if (stored === example.value) marked.add(`${key} ${field} ${order}`);
  }
  return mapDefaults(table, (key, field, preset, order) =>
    marked.has(`${key} ${field} ${order}`) ? { ...preset, zero: true } : preset,
  );
}

/** The zero value of a scalar that is not zero itself. */
function zeroOf(value: unknown): string | number | boolean | undefined {
  if (typeof value === "string" && value !== "") return "";
  if (typeof value === "number" && value !== 0) return 0;
  return value === true ? false : undefined;
}

function withValue(object: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(object);
  const holder = valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>;
  holder[path.at(-1)!] = value;
  return copy;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) => (at as Record<string | number, unknown>)?.[step],
    value,
  );
}
