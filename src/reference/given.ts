import type { Wanted } from "../deploy/wanted.ts";
import type { Kinds } from "../kubernetes/types/index.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import type { Rendered } from "../render/index.ts";
import { bare } from "../render/rendered.ts";

/** One environment of a platform, resolved and rendered. */
export interface Given {
  readonly resolved: Resolved;
  readonly rendered: readonly Rendered[];
  /** The same objects as a deploy takes them. */
  readonly wanted: readonly Wanted[];
  /** The file that an object goes to where the objects are written into a folder. */
  readonly fileOf: (entry: Rendered) => string;
}

/** An object of one kind, and where it comes from. */
export interface Found<K extends keyof Kinds> {
  readonly object: Kinds[K];
  readonly entry: Rendered;
}

/** The objects of one kind. Raw ones are taken at their word, so nothing in them is certain to be there. */
export function ofKind<K extends keyof Kinds>(
  { rendered }: Pick<Given, "rendered">,
  kind: K,
): readonly Found<K>[] {
  return rendered
    .filter(({ object }) => object.kind === kind)
    .map((entry) => ({ entry, object: entry.object as Kinds[K] }));
}

export function nameOf({ object }: Pick<Rendered, "object">): string {
  return object.metadata.name ?? "";
}

/** Whether an object belongs to the whole cluster. */
export function isClusterWide({ object }: Pick<Rendered, "object">): boolean {
  return object.metadata.namespace === undefined && object.kind !== "Namespace";
}

/** A name without what the environment puts before it. */
export function plainName({ resolved }: Pick<Given, "resolved">, name: string): string {
  return bare(resolved, name);
}

/** A Job's name without the digest of its content. */
export function withoutDigest(name: string): string {
  return name.replace(/-[0-9a-f]{10}$/, "");
}
