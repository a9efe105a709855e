// biome-ignore lint/suspicious/noExplicitAny: a path leads anywhere in an object of any kind
type Loose = any;

type Step =
  | { readonly key: string }
  | { readonly index: number }
  | { readonly all: true }
  | { readonly by: string; readonly value: string };

const pattern =
  /\.?([^.[\]"]+)|\[(\d+)\]|\[(\*)\]|\["([^"]+)"\]|\[(\w+)=([^\]]+)\]|\[([^\]"*=]+)\]/y;

/**
 * The steps of `spec.containers[api].ports[*].containerPort`. In brackets stand an index, `*` for
 * each item, a quoted key, `key=value` of the item that is meant, or just the item's name.
 */
function stepsOf(path: string): readonly Step[] {
  const steps: Step[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < path.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(path);
    if (!match) throw new Error(`"${path}" is no path from character ${at}`);
    const [, key, index, all, quoted, by, value, name] = match;
    if (index !== undefined) steps.push({ index: Number(index) });
    else if (all !== undefined) steps.push({ all: true });
    else if (by !== undefined) steps.push({ by, value: value as string });
    else if (name !== undefined) steps.push({ by: "name", value: name });
    else steps.push({ key: (key ?? quoted) as string });
  }
  return steps;
}

/** What stands at a path, and whether that in which it would stand is there. */
export interface Found {
  readonly value: unknown;
  readonly parent: boolean;
}

export function at(object: unknown, path: string): Found {
  return follow(object, stepsOf(path));
}

function follow(value: Loose, steps: readonly Step[]): Found {
  const [step, ...rest] = steps;
  if (!step) return { value, parent: true };
  if (value === undefined || value === null) return { value: undefined, parent: false };
  if ("all" in step) {
    const found = (value as Loose[]).map((each) => follow(each, rest));
    const values = found.map((each) => each.value);
    const deeper = rest.some((each) => "all" in each);
    return { value: deeper ? values.flat() : values, parent: found.some(({ parent }) => parent) };
  }
  const next = one(value, step);
  return rest.length === 0 ? { value: next, parent: true } : follow(next, rest);
}

function one(value: Loose, step: Exclude<Step, { all: true }>): Loose {
  if ("index" in step) return value[step.index];
  if ("key" in step) return value[step.key];
  return (value as Loose[]).find?.((each) => String(each?.[step.by]) === step.value);
}
