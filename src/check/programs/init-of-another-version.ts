import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type ImageFacts, pods } from "./running/running.ts";

export const initOfAnotherVersion: Rule = {
  id: "init-of-another-version",
  layer: "programs",
  severity: "warning",
  title: "an init container of another version than the program that it prepares",
  why: "what it migrates, fetches or writes is made by code that does not belong to the code that runs then; most often a release changed one of the two lines",
  fix: "give both the same tag",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      initContainers: [{ name: assets, image: "example.com/shop:v1.4.0", args: ["collect-assets"] }]
      containers: [{ name: shop, image: "example.com/shop:v1.5.0" }]
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      initContainers: [{ name: assets, image: "example.com/shop:v1.5.0", args: ["collect-assets"] }]
      containers: [{ name: shop, image: "example.com/shop:v1.5.0" }]
`,
  find: (world: World) =>
    [...pods(world)].flatMap(([workload, all]): FoundInObject[] =>
      all
        .filter(({ placed }) => placed.role === "init")
        .flatMap(({ placed, image, imageEntry }) => {
          // Of tools any version will do.
          if (!image || imageEntry) return [];
          const same = all.filter(
            (other) => other.placed.role === "main" && other.image?.repository === image.repository,
          );
          const [main] = same;
          if (!main?.image || same.some((other) => isSame(other.image, image))) return [];
          if (!same.some((other) => areVersions(other.image, image))) return [];
          const path = placed.path.field("image");
          const message = `${placed.container.name} runs ${shown(image)} of ${image.repository}, ${main.placed.container.name} runs ${shown(main.image)}`;
          return [foundAt(workload.item, path, message)];
        }),
    ),
};

function isSame(one: ImageFacts | undefined, other: ImageFacts): boolean {
  if (one?.digest && other.digest) return one.digest === other.digest;
  return one?.tag === other.tag;
}

/**
 * Whether two tags are of one program: a repository may hold several, which their tags name, as
 * `kafka:initutils` and `kafka:2.5.1`.
 */
function areVersions(one: ImageFacts | undefined, other: ImageFacts): boolean {
  if (one?.tag === undefined || other.tag === undefined) return true;
  return programOf(one.tag) === programOf(other.tag);
}

/** The words of a tag that are of no version: `server` of `v2.5.1-server-alpine3.20`. */
function programOf(tag: string): string {
  const words = tag.toLowerCase().split(/[-_.+]/);
  return words.filter((word) => !OF_VERSION.test(word)).join(" ");
}

/** Numbers and commits, what is not released yet, what moves, and the systems that images are built on. */
const OF_VERSION =
  /^(?:v?\d.*|[0-9a-f]{7,40}|v|version|release|build|sha|git|(?:alpha|beta|rc|pre|dev|snapshot)\d*|final|ga|latest|stable|edge|nightly|main|master|develop|(?:alpine|slim|debian|ubuntu|ubi|jre|jdk)\d*|bookworm|bullseye|buster|trixie|jammy|noble|focal|distroless|linux|amd64|arm64)$/;

function shown({ tag, digest }: ImageFacts): string {
  return tag ?? digest?.slice(0, 19) ?? "latest";
}
