import type { GoModule } from "../../../scripts/generate-kubernetes/sources.ts";

export type TreeKind =
  | "cluster add-ons"
  | "demo application"
  | "documentation examples"
  | "home lab"
  | "install manifests"
  | "learning project"
  | "monitoring stack"
  | "old kustomize tree"
  | "public chart";

/** When trees that nobody had looked at were judged, each once. */
export type Look = "first" | "second" | "third";

/** A public git repository at a commit. */
export interface Revision {
  /** As GitHub has it: `owner/name`. */
  readonly repository: string;
  readonly commit: string;
}

/** Manifests that others wrote, on which findings are judged. */
export interface PrecisionTree {
  readonly name: string;
  readonly kind: TreeKind;
  /** A module is pinned and comes through Go's proxy; a revision has to be cloned. */
  readonly from: GoModule | Revision;
  /**
   * What is installed together: the paths of one `slipway check` each. A folder with a star, such as
   * `examples/*`, holds one installation in each file: they are alternatives.
   */
  readonly installations: readonly (readonly string[])[];
  /** Nobody had looked at it before it was judged then: that result stays published as it was. */
  readonly look?: Look;
  /** What is another in each rendering of a chart. */
  readonly random?: RegExp;
}

/** Each path by itself. */
export function each(folder: string, ...names: string[]): string[][] {
  return names.map((name) => [folder === "" ? name : `${folder}/${name}`]);
}

/** A repository on GitHub at a commit. */
export function github(repository: string, commit: string): Revision {
  return { repository, commit };
}

/** Whether it comes through Go's module proxy, in one version. */
export function isPinned({ from }: PrecisionTree): boolean {
  return "version" in from;
}
