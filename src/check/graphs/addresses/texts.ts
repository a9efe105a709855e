import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { Item } from "../../objects/inventory.ts";
import type { Workload } from "../../objects/workloads.ts";

/** A text of an object in which addresses may stand. */
export interface Text {
  readonly item: Item;
  readonly path: FieldPath;
  /** What it is called: a variable, a flag, a key; the first that means something counts. */
  readonly names: readonly string[];
  readonly text: string;
  /**
   * `value`: one value; `document`: a configuration file; `script`: a shell command; `loose`: only
   * what is certain by its form counts; `host`: it is a host.
   */
  readonly form: "value" | "document" | "script" | "loose" | "host";
  /** The workloads that get it. */
  readonly readers: readonly Workload[];
  /** The value of what is called so, beside it: of DB_PORT beside DB_HOST. */
  readonly sibling: (name: string) => string | undefined;
}

export const noSibling = (): undefined => undefined;
