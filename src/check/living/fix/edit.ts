import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Where } from "../../../problem.ts";
import type { Part } from "../../world.ts";

/** A value that stands in one piece. */
export type Scalar = string | number | boolean;

/** What is written there, as text: in quotes. */
export const asText: unique symbol = Symbol("as text");

/** One change of an object: a key gets another name, or a value becomes another. */
export interface Edit {
  /** Where in the object. */
  readonly steps: readonly Step[];
  readonly part: Part;
  /** What stands there now; nothing is changed where something else does. */
  readonly from: Scalar;
  readonly to: Scalar | typeof asText;
}

/** One change of a file that is no change of an object. */
export type EditInFile =
  | {
      /** A plain key that is read as something else than its text. */
      readonly sort: "quote";
      readonly where: Where;
      /** As it is written. */
      readonly from: string;
    }
  | {
      /** An entry of a map that stands there twice, word for word. */
      readonly sort: "twin";
      /** The key of the one that goes. */
      readonly where: Where;
      /** The key of the one that stays. */
      readonly other: Where;
    }
  | {
      /** A part of a text that is written otherwise. */
      readonly sort: "text";
      readonly where: Where;
      /** As it is written. */
      readonly from: string;
      readonly to: string;
    };
