import { imageProblem, imageTagProblem } from "../kubernetes/image.ts";
import { fail } from "../problem.ts";
import { type Check, either, syntax } from "./shape.ts";
import { callSite } from "./where.ts";

/** An image of your own: each environment says from which registry and with which tag. */
export interface Image {
  readonly path: string;
}

class OwnImage implements Image {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

/**
 * An image that the team builds. Registry and tag come from the environment's `images`, or from
 * `--image` and `--tag`. Images of others are written as exact texts: `"redis:7-alpine"`.
 *
 * @example
 * const app = image("thebot/backend"); // gcr.io/thebot/backend:v1.0.0 in production
 */
export function image(path: string): Image {
  if (/[:@]/.test(path) || imageProblem(`${path}:tag`) !== undefined) {
    fail({
      message: `image(${JSON.stringify(path)}): a path without registry and tag is wanted here`,
      where: callSite(image).where(),
      instead: 'image("team/program"), or an exact text such as "redis:7-alpine" without image()',
    });
  }
  return Object.freeze(new OwnImage(path));
}

export function isImage(value: unknown): value is Image {
  return value instanceof OwnImage;
}

/** An image of others, with tag or digest. */
export const anExactImage = syntax('an image such as "redis:7-alpine"', imageTagProblem);

/** An own image, or an exact text with tag or digest. */
export const anImage: Check = either(
  syntax('an image such as "redis:7-alpine", or image("team/program")', imageTagProblem),
  { says: "image(…)", accepts: isImage, test: () => {} },
);
