import type { Resolved } from "../../platform/resolve/index.ts";
import { type Problem, ProblemError } from "../../problem.ts";
import { renderGitops } from "../../render/gitops.ts";
import type { Rendered } from "../../render/index.ts";
import { toText } from "../documents.ts";
import { fileNames } from "../files.ts";
import { divide } from "./base.ts";
import { correspond } from "./correspond.ts";
import { environmentOf, unsuitable } from "./environment.ts";
import { type OverlayImages, overlayImages } from "./images.ts";
import { kustomization } from "./kustomization.ts";
import { documents, type Overview, overlayOf } from "./overlay.ts";

export type { Overview } from "./overlay.ts";

/** One environment of a platform: decided, and rendered. */
export interface Rendering {
  readonly resolved: Resolved;
  readonly rendered: readonly Rendered[];
}

/** A kustomize tree, and how it divides the objects. */
export interface Tree {
  /** The text of each file, by its path. */
  readonly files: ReadonlyMap<string, string>;
  readonly base: number;
  readonly overlays: readonly Overview[];
}

/**
 * A base with what most environments have, and for each environment an overlay of what differs, which `kustomize build` turns into exactly its objects.
 *
 * @throws ProblemError for objects that kustomize cannot leave as they are, and for names that no file
 *   can have.
 */
export function kustomizeTree(renderings: readonly Rendering[]): Tree {
  const matches = correspond(
    renderings.map(({ resolved }) => resolved),
    renderings.map(({ rendered }) => rendered),
  );
  const members = renderings.map((_, index) => matches.flatMap((match) => match.get(index) ?? []));
  const manifests = members.map((each) => each.map(({ manifest }) => manifest));
  const images = overlayImages(
    manifests,
    renderings.map(({ resolved }) => resolved.images),
  );
  const environments = renderings.map(({ resolved }, index) =>
    environmentOf(resolved, manifests[index] ?? [], images[index] as OverlayImages),
  );
  const nameOf = fileNames((renderings[0] as Rendering).resolved);
  const problems = [
    ...nameProblems(renderings),
    ...fileProblems(
      renderings.flatMap(({ rendered }) => rendered),
      nameOf,
    ),
    ...environments.flatMap((environment, index) =>
      (members[index] ?? []).flatMap(({ entry, manifest }) =>
        unsuitable(entry, manifest, environment),
      ),
    ),
  ];
  if (problems.length > 0) throw new ProblemError(problems);
  const parts = divide(matches, environments);
  const base = Map.groupBy(parts.shared, ({ entry }) => `${nameOf(entry)}.yaml`);
  const overlays = environments.map((environment, index) =>
    overlayOf(environment, index, parts, nameOf),
  );
  const files = new Map([
    ["base/kustomization.yaml", kustomization({ resources: [...base.keys()] })],
    ...[...base].map(([file, of]): [string, string] => [
      `base/${file}`,
      documents(of.map((one) => one.base)),
    ]),
    ...overlays.flatMap(({ overview: { environment }, files }) =>
      [...files].map(([path, text]): [string, string] => [`overlays/${environment}/${path}`, text]),
    ),
  ]);
  for (const { resolved } of renderings) {
    const objects = renderGitops(resolved);
    if (objects.length > 0)
      files.set(`gitops/${resolved.environment}.yaml`, toText(objects, "yaml"));
  }
  return {
    files,
    base: parts.shared.length,
    overlays: overlays.map(({ overview }) => overview),
  };
}

function nameProblems(renderings: readonly Rendering[]): Problem[] {
  const { site } = (renderings[0] as Rendering).resolved;
  const seen = new Set<string>();
  return renderings.flatMap(({ resolved: { environment } }): Problem[] => {
    const where = site.at(["environments", environment]);
    const isTwice = seen.has(environment.toLowerCase());
    seen.add(environment.toLowerCase());
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(environment))
      return [
        {
          message: `the environment "${environment}" cannot be the name of a folder`,
          where,
          instead: 'letters, digits, "-", "_" and "."',
        },
      ];
    const why = "some file systems take capitals and small letters for the same";
    return isTwice ? [{ message: `there are two environments "${environment}"`, where, why }] : [];
  });
}

/** Kustomize's own file stands beside those of the objects. */
function fileProblems(
  entries: readonly Rendered[],
  nameOf: (entry: Rendered) => string,
): Problem[] {
  const first = entries.find((entry) => nameOf(entry).toLowerCase() === "kustomization");
  if (first === undefined) return [];
  const message = `${first.object.kind} ${first.object.metadata.name} would go to ${nameOf(first)}.yaml, which kustomize takes for its own`;
  return [{ message, where: first.site.where(), instead: 'files: { "another-name": […] }' }];
}
