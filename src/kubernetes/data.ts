import { readFileSync } from "node:fs";

const read = new Map<string, unknown>();

/**
 * One generated file of the folder `data` beside this module, read once. Its form is the caller's
 * to know.
 */
export function readData<T>(file: string): T {
  let data = read.get(file);
  if (data === undefined) {
    data = JSON.parse(readFileSync(new URL(`./data/${file}`, import.meta.url), "utf8"));
    read.set(file, data);
  }
  return data as T;
}
