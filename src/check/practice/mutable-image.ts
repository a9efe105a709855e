import { type ImageReference, parseImage } from "../../kubernetes/image.ts";
import type { PlacedContainer } from "../objects/workloads.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { programs } from "./shared/nature.ts";
import { together } from "./shared/tell.ts";

export const mutableImage: Rule = {
  id: "mutable-image",
  layer: "practice",
  severity: "warning",
  title: "images whose tag means another program tomorrow",
  why: "two pods of one rollout may run different programs, a restart may bring a new one that nobody chose, and there is nothing to roll back to. It matters to whoever is called at night",
  fix: "name a version, such as a release, a commit or a digest",
  bad: changed(POD, "example.com/web:v1", "example.com/web:latest"),
  good: POD,
  find: (world) =>
    programs(world).flatMap((workload) => {
      const guilty = workload.containers.filter((each) => isMutable(each));
      const images = new Set(guilty.map(({ container }) => container.image));
      const what = images.size > 1 ? "images" : `image ${[...images][0]}`;
      const severity = guilty.every(isOfDevelopment) ? "info" : undefined;
      return together(
        workload,
        guilty,
        ({ path }) => path.field("image"),
        (names) => `the ${what} of ${names} may be another one with every pull: ${whyOf(guilty)}`,
      ).map((found) => ({ ...found, severity }));
    }),
};

function isMutable({ container: { image = "", imagePullPolicy } }: PlacedContainer): boolean {
  const reference = imageOf(image);
  if (!reference || reference.digest !== undefined) return false;
  // What is on the node already, or beside it: a cluster on somebody's desk.
  if (imagePullPolicy === "Never" || LOCAL.test(reference.registry)) return false;
  return !isFilledIn(image) && hasNoVersion(reference.tag);
}

const LOCAL = /^(?:localhost|127\.0\.0\.1|registry\.local|kind-registry|k3d-[^.]*)(?::|$)/;

/** A tag that says that the program is still being written: nobody takes it into production. */
function isOfDevelopment({ container: { image = "" } }: PlacedContainer): boolean {
  return /^(?:dev|devel|develop|development|local|snapshot|test|testing)$/.test(
    imageOf(image)?.tag ?? "",
  );
}

function imageOf(image: string): ImageReference | undefined {
  try {
    return parseImage(image);
  } catch {
    return undefined;
  }
}

/** Written for a program that puts another one in its place: Istio's injection, Kubebuilder's build. */
function isFilledIn(image: string): boolean {
  return image === "auto" || image === "controller:latest" || PLACEHOLDER.test(image);
}

const PLACEHOLDER = /:(?:[A-Z_]+|.*(?:replace|placeholder|change-?me|tag|version).*)$/;

/** A tag with a digit is taken for a version, and so is one that could be a commit. */
function hasNoVersion(tag = "latest"): boolean {
  return !/[0-9]/.test(tag) && !/^[a-f]{7,40}$/.test(tag);
}

function whyOf(guilty: readonly PlacedContainer[]): string {
  const tags = guilty.map(({ container }) => imageOf(container.image ?? "")?.tag);
  if (tags.every((tag) => tag === undefined)) return "there is no tag";
  const names = [...new Set(tags.map((tag) => tag ?? "latest"))];
  return `${names.join(", ")} ${names.length > 1 ? "are no versions" : "is no version"}`;
}
