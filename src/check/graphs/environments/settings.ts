import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { textsOf } from "../../objects/texts.ts";
import { workloads } from "../../objects/workloads.ts";
import { once } from "../../world.ts";
import { wordsOf } from "../addresses/words.ts";

/** A name with a value: a variable, a key of a ConfigMap or a Secret. */
export interface Setting {
  readonly item: Item;
  readonly path: FieldPath;
  readonly name: string;
  /** The name in small words. */
  readonly words: readonly string[];
  /** Of one line, or a private key. */
  readonly text: string;
  /** Whether two environments that differ in it may share the place that it is in. */
  readonly separates: boolean;
}

const SEPARATING: ReadonlySet<string> = new Set(
  (
    "database db dbname schema vhost topic topics prefix queue queues index keyspace folder dir " +
    "directory subdir path group user username namespace server servername tenant"
  ).split(" "),
);

/** Every setting of a world. */
export const settings = once((world): readonly Setting[] => [
  ...workloads(world).flatMap(({ item, containers }) =>
    containers.flatMap(({ container: { env = [] }, path }) =>
      env.flatMap(({ name = "", value }, index) =>
        value ? setting(item, path.field("env").index(index).field("value"), name, value) : [],
      ),
    ),
  ),
  ...(["ConfigMap", "Secret"] as const).flatMap((kind) =>
    inventory(world)
      .of("", kind)
      .flatMap((item) =>
        textsOf(item).flatMap(({ key, text, path }) => setting(item, path, key, text)),
      ),
  ),
]);

function setting(item: Item, path: FieldPath, name: string, text: string): Setting[] {
  // What is put together of others has their differences.
  if (text === "" || /\$[({]|\{\{/.test(text)) return [];
  if (text.includes("\n") && !isPrivateKey(text)) return [];
  const words = wordsOf(name);
  return [{ item, path, name, words, text, separates: words.some((each) => SEPARATING.has(each)) }];
}

const PRIVATE_KEY = /^-----BEGIN [A-Z ]*PRIVATE KEY-----/;

function isPrivateKey(text: string): boolean {
  return PRIVATE_KEY.test(text);
}
