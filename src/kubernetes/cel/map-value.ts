import { type CelError, type CelValue, type MapValue, type Result, Uint } from "./value.ts";

type Key = string;

/** A map that an expression made. */
export class LiteralMap implements MapValue {
  readonly isMap = true;
  readonly structured = false;
  private readonly entries = new Map<Key, readonly [CelValue, CelValue]>();

  static of(entries: Iterable<readonly [CelValue, CelValue]>): LiteralMap {
    const map = new LiteralMap();
    for (const [key, value] of entries) map.set(key, value);
    return map;
  }

  get size(): number {
    return this.entries.size;
  }

  set(key: CelValue, value: CelValue): void {
    this.entries.set(textOf(key), [key, value]);
  }

  delete(key: CelValue): void {
    this.entries.delete(textOf(key));
  }

  /** Numbers of different types are one key where they are equal. */
  find(key: CelValue): Result | undefined {
    for (const text of textsOf(key)) {
      const found = this.entries.get(text);
      if (found) return found[1];
    }
    return undefined;
  }

  keys(): CelValue[] {
    return Array.from(this.entries.values(), ([key]) => key);
  }

  /** Puts an entry in place: for folds, whose maps nobody else has seen yet. */
  insert(key: CelValue, value: CelValue, clash: () => CelError): LiteralMap | CelError {
    if (this.find(key) !== undefined) return clash();
    this.set(key, value);
    return this;
  }

  copy(): LiteralMap {
    return LiteralMap.of(this.entries.values());
  }
}

/** Whether a map may have such a key. */
export function isKey(value: CelValue): boolean {
  return ["string", "bigint", "boolean"].includes(typeof value) || value instanceof Uint;
}

function textOf(key: CelValue): Key {
  if (typeof key === "string") return `s${key}`;
  if (typeof key === "bigint") return `i${key}`;
  if (key instanceof Uint) return `u${key.value}`;
  return `${typeof key} ${String(key)}`;
}

function textsOf(key: CelValue): Key[] {
  const own = textOf(key);
  if (typeof key === "bigint") return [own, `u${key}`];
  if (key instanceof Uint) return [own, `i${key.value}`];
  if (typeof key !== "number" || !Number.isInteger(key)) return [own];
  return [own, `i${BigInt(key)}`, `u${BigInt(key)}`];
}
