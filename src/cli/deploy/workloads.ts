import type { KubeObject } from "../../client/object.ts";
import { refOf } from "../../client/object.ts";
import { didYouMean } from "../../closest.ts";
import { readState } from "../../deploy/release-state.ts";
import { podSpecOf } from "../../kubernetes/pod-reads.ts";
import { fail } from "../../problem.ts";
import type { Session } from "./session.ts";

/**
 * The live workloads of a release that a person names: by components of the platform, `KIND/NAME` or
 * `NAME`.
 *
 * @throws ProblemError where none is named, or there is none of a name
 */
export async function workloadsNamed(
  { cluster, release, source }: Session,
  words: readonly string[],
): Promise<readonly KubeObject[]> {
  const [{ membership }, rendered] = await Promise.all([
    readState(cluster, release),
    source?.rendered(),
  ]);
  const live = membership.members.filter((object) => podSpecOf(object) !== undefined);
  const parts = new Map(
    (rendered ?? []).map(({ object, part }) => [nameOf(object), part] as const),
  );
  const namesOf = (object: KubeObject) => [
    parts.get(nameOf(object)),
    object.metadata.name,
    nameOf(object),
  ];
  const unknown = words.find((word) => !live.some((object) => namesOf(object).includes(word)));
  if (words.length > 0 && unknown === undefined)
    return live.filter((object) => namesOf(object).some((name) => words.includes(name ?? "")));
  const names = live.flatMap((object) => [parts.get(nameOf(object)) ?? nameOf(object)]);
  const known = [...new Set(names)];
  if (known.length === 0)
    return fail({ message: `${release.name} in ${release.namespace} has no workloads here` });
  if (unknown === undefined)
    return fail({ message: "which component?", instead: known.join(", ") });
  return fail({
    message: `there is no "${unknown}" in this release`,
    instead: didYouMean(unknown, known),
  });
}

/** `deployment/web` */
function nameOf(object: KubeObject): string {
  const { kind, name } = refOf(object);
  return `${kind.toLowerCase()}/${name}`;
}
