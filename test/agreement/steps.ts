/** The way from an object to one of its parts. */
export type Steps = readonly (string | number)[];

type Fields = Record<string, unknown>;

export function valueAt(object: unknown, steps: Steps): unknown {
  let at = object;
  for (const step of steps) at = (at as Fields | null | undefined)?.[step];
  return at;
}

/** Sets a part, or takes it away where the value is undefined; nothing where there is no parent. */
export function put(object: unknown, steps: Steps, value: unknown): void {
  const parent = valueAt(object, steps.slice(0, -1));
  const last = steps.at(-1) as string;
  if (typeof parent !== "object" || parent === null) return;
  if (value !== undefined) (parent as Fields)[last] = structuredClone(value);
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete (parent as Fields)[last];
}

/**
 * The places in an object that a server's path means. Its decoder writes no indices: then it is every
 * item of the list. Where a parent is missing the place is that parent.
 */
export function placesOf(object: unknown, path: string): Steps[] {
  if (path === "") return [];
  if (Array.isArray(object)) {
    const [, index, rest = ""] = /^\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
    const items = index === undefined ? object.map((_, at) => at) : [Number(index)];
    return items.flatMap((at) => {
      const below = index === undefined ? path : rest;
      return below === "" ? [[at]] : placesOf(object[at], below).map((steps) => [at, ...steps]);
    });
  }
  if (typeof object !== "object" || object === null) return [[]];
  const [name, rest] = firstName(object as Fields, path);
  if (rest === "") return [[name]];
  return placesOf((object as Fields)[name], rest).map((steps) => [name, ...steps]);
}

/** The first name of a path, which may hold dots where the object has such a key, and what is left. */
function firstName(object: Fields, path: string): [name: string, rest: string] {
  const [, quoted, after = ""] = /^\[([^\]]*)\]\.?(.*)$/.exec(path) ?? [];
  if (quoted !== undefined) return [quoted, after];
  const known = Object.keys(object)
    .filter((key) => path.startsWith(key) && /^[.[]?$/.test(path.charAt(key.length)))
    .toSorted((a, b) => b.length - a.length)[0];
  const name = known ?? (/^[^.[]+/.exec(path)?.[0] as string);
  return [name, path.slice(name.length).replace(/^\./, "")];
}
