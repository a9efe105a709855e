/** A box of the drawing. */
export interface Box {
  readonly id: string;
  readonly name: string;
  /** What it is, in a word or two. */
  readonly what: string | undefined;
  readonly shape: "people" | "door" | "program" | "store" | "service";
  readonly group: "outside" | "edge" | "programs" | "data" | "services";
}

export interface Group {
  readonly id: Box["group"];
  readonly title: string;
  readonly boxes: readonly Box[];
  /** Boxes with the same arrows, drawn as one: those arrows start at it. */
  readonly alike?: { readonly id: string; readonly boxes: readonly string[] } | undefined;
}

/** From a box to another, or to a group as a whole. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label?: string | undefined;
}

export type Node = Pick<Arrow, "from" | "to">;
