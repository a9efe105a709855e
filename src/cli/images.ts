import { imageTagProblem } from "../kubernetes/image.ts";
import { fail } from "../problem.ts";

/** The options of every command that renders own images. */
export const imageOptions = {
  image: { value: "NAME=REF", multiple: true },
  tag: { value: "TAG" },
} as const;

/** `--image NAME=REF`, by name. */
export function imagesOf(given: readonly string[]): Record<string, string> {
  const images = new Map<string, string>();
  for (const text of given) {
    const at = text.indexOf("=");
    const name = text.slice(0, at);
    const reference = text.slice(at + 1);
    if (at < 1) {
      const instead = "--image shop/api=registry.example.com/shop/api:v2";
      fail({ message: `--image ${text} is not NAME=REF`, instead });
    }
    if (images.has(name))
      fail({ message: `--image ${name} is given twice`, instead: "one of the two" });
    const problem = imageTagProblem(reference);
    if (problem !== undefined) fail({ message: `--image ${name}: ${problem}` });
    images.set(name, reference);
  }
  return Object.fromEntries(images);
}

/** `--tag TAG` */
export function tagOf(tag: string | undefined): string | undefined {
  if (tag === undefined || imageTagProblem(`name:${tag}`) === undefined) return tag;
  const why =
    "a tag has letters, digits, '_', '.' and '-', at most 128, and starts with none of the last two";
  return fail({ message: `--tag ${tag} is not a tag`, why, instead: "--tag v1.2.3" });
}
