import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load, loadAll } from "js-yaml";
import type { AnyObject } from "../../../src/kubernetes/admission-policy/index.ts";

const text = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8");

/** What is in the cluster: namespaces, params, policies, bindings. */
export const world = loadAll(text("world.yaml")) as AnyObject[];

/** What is created in it. */
export const attempts = load(text("objects.yaml")) as AnyObject[];

/** What a server said of an attempt. */
export interface Recorded {
  readonly status: number;
  readonly message?: string;
  readonly warnings: readonly string[];
}
