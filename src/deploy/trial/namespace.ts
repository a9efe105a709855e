import { randomInt } from "node:crypto";
import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import type { KubeObject } from "../../client/object.ts";
import { fail } from "../../problem.ts";

/** On a namespace that was made for a test, and may go. */
export const TEST_LABEL = "slipway.dev/test";

/** Which run of a test made it. */
const RUN = "slipway.dev/test-run";

/** Its own, so that the release takes the namespace for one that somebody gave to it. */
const MANAGER = "slipway-test";

/** Letters and digits that nobody takes for others, and that make no words. */
const ALPHABET = "bcdfghjkmnpqrstvwxz2456789";

/** @see RFC 1123: the longest label. */
const LONGEST = 63;

/** A name for a test's namespace that nothing has: the environment's own, `-test-` and five characters. */
export function trialName(namespace: string): string {
  const random = Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  const end = `-test-${random}`;
  return namespace.slice(0, LONGEST - end.length).replace(/-+$/, "") + end;
}

/**
 * Makes the namespace of a test. One that is there already is nobody's to use.
 *
 * @throws ProblemError where it is there, or may not be made
 */
export async function makeNamespace(cluster: Cluster, name: string): Promise<KubeObject> {
  const run = crypto.randomUUID();
  const metadata = { name, labels: { [TEST_LABEL]: "true" }, annotations: { [RUN]: run } };
  const wanted: KubeObject = { apiVersion: "v1", kind: "Namespace", metadata };
  try {
    return (await cluster.create(wanted, { manager: MANAGER })).object;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === "AlreadyExists") {
      // Its answer may have been lost, and it was sent again.
      const live = await cluster.get({ apiVersion: "v1", kind: "Namespace", name });
      if (live?.metadata.annotations?.[RUN] === run) return live;
      return fail({ message: `there is a namespace ${name} already`, instead: "run it again" });
    }
    if (error.status !== 403) throw error;
    return fail({
      message: `a namespace for the test may not be made: ${error.message}`,
      instead:
        "the right to create, get and delete namespaces: kubectl create clusterrole slipway-test --verb=create,get,delete --resource=namespaces",
    });
  }
}
