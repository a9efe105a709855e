import type { Draft, Place } from "./draft.ts";

/** A way to break a tree that works. */
export interface Plant {
  /** Kebab case. */
  readonly id: string;
  /** The class of faults that it belongs to, in a few words. */
  readonly what: string;
  /**
   * Changes the draft.
   *
   * @returns where, the first place being the one to change back; undefined where the tree has
   *   nothing that could be broken so
   */
  readonly plant: (draft: Draft) => readonly Place[] | undefined;
}
