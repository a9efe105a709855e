import type { KubeObject } from "../../client/object.ts";
import { refOf } from "../../client/object.ts";
import { didYouMean } from "../../closest.ts";
import { readState } from "../../deploy/release-state.ts";
import { podSpecOf } from "../../kubernetes/pod-reads.ts";
import { fail } from "../../problem.ts";
import type { Session } from "./session.ts";

/**
 * The live workloads of a release that a person names: by a component of the platform, `KIND/NAME` or
 * `NAME`.
 *
 * @throws ProblemError where there is none of that name
 */
export async function workloadsNamed(
  { cluster, release, source }: Session,
  word: string | undefined,
): Promise<readonly KubeObject[]> {
  const [{ membership }, rendered] = await Promise.all([
    readState(cluster, release),
    source?.rendered(),
  ]);
  const live = membership.members.filter((object) => podSpecOf(object) !== undefined);
  const parts = new Map(
    (rendered ?? []).map(({ object, part }) => [nameOf(object), part] as const),
  );
  const found = live.filter(
    (object) =>
      word !== undefined &&
      [parts.get(nameOf(object)), object.metadata.name, nameOf(object)].includes(word),
  );
  if (found.length > 0) return found;
  const names = live.flatMap((object) => [parts.get(nameOf(object)) ?? nameOf(object)]);
  const known = [...new Set(names)];
  if (known.length === 0)
    return fail({ message: `${release.name} in ${release.namespace} has no workloads here` });
  return word === undefined
    ? fail({ message: "which component?", instead: known.join(", ") })
    : fail({ message: `there is no "${word}" in this release`, instead: didYouMean(word, known) });
}

/** `deployment/web` */
function nameOf(object: KubeObject): string {
  const { kind, name } = refOf(object);
  return `${kind.toLowerCase()}/${name}`;
}
