import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";

/** An object as it is sent. */
export interface Given {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Rich objects that the server takes: together they show every field of every kind. */
export function richObjects(): Given[] {
  return objectsIn("objects");
}

/** Definitions that are made for real before anything is asked, so that their objects can be asked about. */
export function definitions(): Given[] {
  return objectsIn("definitions");
}

function objectsIn(name: string): Given[] {
  const folder = join(import.meta.dirname, name);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .flatMap((file) => loadAll(readFileSync(join(folder, file), "utf8")) as Given[])
    .filter(Boolean);
}
