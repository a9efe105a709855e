import { type Library, overload } from "../declarations.ts";
import { LiteralMap } from "../map-value.ts";
import { CelError, type CelValue, isError, type MapValue, type Result } from "../value.ts";

/** The maps that folds build are seen by nobody before they are done, and are changed in place. */
function insert(map: MapValue, key: CelValue, value: CelValue): Result {
  const own = map instanceof LiteralMap ? map : LiteralMap.of([]);
  return own.insert(
    key,
    value,
    () => new CelError(`insert failed: key ${String(key)} already exists`),
  );
}

function insertAll(map: MapValue, more: MapValue): Result {
  let result: Result = map as LiteralMap;
  for (const key of more.keys()) {
    const value = more.find(key) as Result;
    if (isError(value)) return value;
    result = insert(result as MapValue, key, value);
    if (isError(result)) return result;
  }
  return result;
}

/** What `transformMap` and `transformMapEntry` are made of. @see github.com/google/cel-go/ext/comprehensions.go */
export const maps: Library = {
  since: 32,
  functions: {
    "cel.@mapInsert": [
      overload("@mapInsert_map_key_value", "(map<K, V>, K, V) -> map<K, V>", insert),
      overload("@mapInsert_map_map", "(map<K, V>, map<K, V>) -> map<K, V>", insertAll),
    ],
  },
};
