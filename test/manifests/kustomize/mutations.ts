import { oddTexts } from "./platforms.ts";

/** A random number below one, the same row for each seed. */
export type Random = () => number;

/** Mulberry32. @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Value = { [field: string]: unknown };

/** Changes something somewhere in a manifest, but not what it is: its kind, name and namespace. */
export function mutate(manifest: object, random: Random): void {
  change(manifest as Value, [], random);
}

function change(value: Value, path: readonly string[], random: Random): void {
  const texts = path[0] === "metadata" || path[0] === "data"; // of texts alone
  const names = Object.keys(value).filter((name) => isFree([...path, name]));
  const name = pick(names, random);
  if (name === undefined) return;
  const inside = path.length > (path[0] === "metadata" ? 1 : 0);
  const luck = random();
  if (inside && luck < 0.1 && name !== "name") delete value[name];
  else if (inside && luck < 0.2)
    value[pick(["zeta", "eta/x", "~a"], random) as string] = texts
      ? pick(oddTexts, random)
      : anything(random);
  else value[name] = changed(name, value[name], [...path, name], random);
}

function isFree([first, second]: readonly string[]): boolean {
  if (first === "metadata") return second === undefined || /^(labels|annotations)$/.test(second);
  return first !== "apiVersion" && first !== "kind";
}

function changed(name: string, old: unknown, path: readonly string[], random: Random): unknown {
  if (typeof old === "number") return old + 1;
  if (typeof old === "boolean") return !old;
  if (typeof old === "string") {
    if (name === "name" || name === "mountPath") return old + pick(["", "-x"], random);
    if (name === "image") return pick(["a/b:1", "a/b:2", `c@sha256:${"0".repeat(64)}`], random);
    return pick(oddTexts, random);
  }
  if (Array.isArray(old)) return changedList(old, path, random);
  if (typeof old === "object" && old !== null) change(old as Value, path, random);
  return old;
}

function changedList(old: readonly unknown[], path: readonly string[], random: Random): unknown[] {
  if (old.length === 0) return [...old];
  const at = Math.floor(random() * old.length);
  const to = Math.floor(random() * (old.length + 1));
  const luck = random();
  if (luck < 0.15) return old.toSpliced(at, 1);
  if (luck < 0.3) return old.toSpliced(to, 0, another(old[at]));
  if (luck < 0.45) return old.toSpliced(at, 1).toSpliced(to, 0, old[at]);
  return old.with(at, changed("*", old[at], [...path, "*"], random));
}

/** A copy of an item that has another name. */
function another(item: unknown): unknown {
  if (typeof item !== "object" || item === null) return item;
  const copy = structuredClone(item) as Value;
  for (const key of ["name", "mountPath"])
    if (typeof copy[key] === "string") copy[key] = `${copy[key]}-new`;
  for (const key of ["containerPort", "port"])
    if (typeof copy[key] === "number") copy[key] = copy[key] + 1;
  return copy;
}

function anything(random: Random): unknown {
  const values = [7, true, {}, [], { a: "b", "c/d": { e: 1 } }, [1, "1"], [{ name: "a" }, {}]];
  return random() < 0.5 ? pick(oddTexts, random) : structuredClone(pick(values, random));
}

function pick<T>(list: readonly T[], random: Random): T | undefined {
  return list[Math.floor(random() * list.length)];
}
