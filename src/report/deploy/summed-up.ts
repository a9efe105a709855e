import type { ObjectRef } from "../../client/object.ts";
import { counted, nameIn } from "./words.ts";

/** The most objects of a kind that are named one by one. */
const MOST_NAMED = 3;

/** Objects in few words: `Deployment web`, `50 ConfigMaps`. */
export function summedUp(refs: readonly ObjectRef[], namespace: string | undefined): string[] {
  const kinds = Map.groupBy(refs, ({ kind }) => kind);
  return [...kinds].flatMap(([kind, all]) =>
    all.length > MOST_NAMED
      ? [counted(all.length, kind)]
      : all.map((ref) => nameIn(ref, namespace)),
  );
}
