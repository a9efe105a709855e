import { onlyComponents } from "../../deploy/components.ts";
import { running } from "../../deploy/rollback.ts";
import type { Desired } from "../../deploy/wanted.ts";
import { type Session, sourceIn } from "./session.ts";

/** What words without an option name. */
export interface Words {
  /** Manifests of anybody. */
  readonly paths: readonly string[];
  /** Components of the platform. */
  readonly components: readonly string[];
}

/** Paths have a named release, or look like paths; else words are components. */
export function wordsOf(
  given: { readonly release: string | undefined; readonly namespace: string | undefined },
  words: readonly string[],
): Words {
  const isNamed = given.release !== undefined || given.namespace !== undefined;
  const isOfPaths = isNamed || words.some((word) => word === "-" || /[/\\.]/.test(word));
  return isOfPaths ? { paths: words, components: [] } : { paths: [], components: words };
}

/**
 * What is to be in the cluster; with components named, only they change.
 *
 * @returns with the keys of what stays as it is
 */
export async function chosenIn(
  own: Session,
  components: readonly string[],
): Promise<{ readonly desired: Desired; readonly untouched?: ReadonlySet<string> }> {
  const { cluster, release, report } = own;
  const desired = await sourceIn(own).desired(cluster);
  if (components.length === 0) return { desired };
  const former = await running(cluster, release, desired.wanted);
  const { along, ...chosen } = onlyComponents(desired, components, former?.desired);
  for (const name of along) {
    const message = `${name} comes along: it is needed, and not there as it is needed`;
    report.tell({ type: "remark", message });
  }
  return chosen;
}
