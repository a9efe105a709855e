import type { Manifest } from "./fields.ts";
import { applyEntries, changesImage, entryOf, type ImageEntry, splitImage } from "./image-entry.ts";
import { imagesIn } from "./image-fields.ts";

/** The images of one environment. */
export interface OverlayImages {
  /** What the base writes for an image that the environment runs, where that is another. */
  readonly inBase: ReadonlyMap<string, string>;
  /** What makes the one the other. */
  readonly entries: readonly ImageEntry[];
}

/** The images of one name: what the base writes, and what each environment runs. */
interface Named {
  readonly inBase: string;
  readonly runs: ReadonlyMap<number, string>;
}

/**
 * Takes what differs between the environments' images out of their objects: own images stand in the
 * base by their own names, others as most environments have them. Images of which an environment has
 * two versions, and those that the entry of another would change too, stay where they are.
 *
 * @param own the references of own images by their names, for each environment
 */
export function overlayImages(
  manifests: readonly (readonly Manifest[])[],
  own: readonly Readonly<Record<string, string>>[],
): OverlayImages[] {
  const used = manifests.map((each) => new Set(each.flatMap(imagesIn)));
  const named = new Map([...ownImages(used, own), ...otherImages(used, own)]);
  for (;;) {
    const overlays = used.map((_, index) => overlayOf(index, named));
    const wrong = overlays.flatMap((overlay, index) =>
      wrongNames(overlay, [...(used[index] ?? [])]),
    );
    if (wrong.length === 0) return overlays;
    for (const name of wrong) named.delete(name);
  }
}

function ownImages(
  used: readonly ReadonlySet<string>[],
  own: readonly Readonly<Record<string, string>>[],
): Map<string, Named> {
  const names = new Set(own.flatMap((images) => Object.keys(images)));
  const runsOf = (name: string) =>
    own.flatMap((images, index): [number, string][] => {
      const image = images[name];
      return image !== undefined && used[index]?.has(image) ? [[index, image]] : [];
    });
  return new Map([...names].map((name) => [name, { inBase: name, runs: new Map(runsOf(name)) }]));
}

function otherImages(
  used: readonly ReadonlySet<string>[],
  own: readonly Readonly<Record<string, string>>[],
): Map<string, Named> {
  const all = used.flatMap((images, index) => {
    const ours = new Set(Object.values(own[index] ?? {}));
    return [...images].filter((image) => !ours.has(image)).map((image) => ({ index, image }));
  });
  const byName = Map.groupBy(all, ({ image }) => splitImage(image).name);
  const names = new Set(own.flatMap((images) => Object.keys(images)));
  return new Map(
    [...byName].flatMap(([name, uses]): [string, Named][] => {
      const runs = new Map(uses.map(({ index, image }) => [index, image]));
      const isOne = runs.size === uses.length && !names.has(name);
      return isOne ? [[name, { inBase: mostCommon([...runs.values()]), runs }]] : [];
    }),
  );
}

/** The one that is there most often; of several the last. */
export function mostCommon(texts: readonly string[]): string {
  const counted = [...Map.groupBy(texts, (text) => text).values()];
  return counted.toSorted((a, b) => a.length - b.length).at(-1)?.[0] as string;
}

function overlayOf(index: number, named: ReadonlyMap<string, Named>): OverlayImages {
  const here = [...named].flatMap(([name, { inBase, runs }]) => {
    const image = runs.get(index);
    return image === undefined || image === inBase ? [] : [{ name, inBase, image }];
  });
  const entries = here.map(({ name, image }) => entryOf(name, image));
  return {
    inBase: new Map(here.map(({ image, inBase }) => [image, inBase])),
    entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** Names whose entries do not come to what an environment runs. */
function wrongNames({ inBase, entries }: OverlayImages, images: readonly string[]): string[] {
  return images.flatMap((image) => {
    const written = inBase.get(image) ?? image;
    if (applyEntries(entries, written) === image) return [];
    const { name } = splitImage(written);
    const to = entries.filter((entry) => entry.name === name || changesImage(entry, written));
    return to.map((entry) => entry.name);
  });
}
