import type { Draft, Place } from "./draft.ts";

/** A way to break a tree that works. */
export interface Plant {
  /** Kebab case. */
  readonly id: string;
  /** The class of faults that it belongs to, as users call it. */
  readonly what: string;
  /** Each of these rules may tell it; what another rule says at the place does not count. */
  readonly rules: readonly string[];
  /**
   * Changes the draft.
   *
   * @returns where, the first place being the one to change back; undefined where the tree has
   *   nothing that could be broken so
   */
  readonly plant: (draft: Draft) => readonly Place[] | undefined;
}

/** Plants of one kind. */
export interface Bed {
  readonly about: string;
  readonly plants: readonly Plant[];
}
