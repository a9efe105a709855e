const values = new WeakSet<object>();

/** Marks an object as one value: frozen, and replaced as a whole where an environment changes it. */
export function asValue<T extends object>(object: T): T {
  values.add(object);
  return Object.freeze(object);
}

export function isValue(object: object): boolean {
  return values.has(object);
}
