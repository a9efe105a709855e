import { type DefaultsTable, Filler } from "../../../src/kubernetes/default-filler.ts";
import { findKind } from "../../../src/kubernetes/kinds.ts";
import { schemaOf } from "../../../src/kubernetes/schema.ts";
import { startControlPlane } from "../../../test/control-plane/control-plane.ts";
import { linesOf } from "../write-data.ts";
import { askServer, type Request } from "./ask.ts";
import { learn } from "./learn.ts";
import { differences } from "./verify.ts";
import { withZeros } from "./zeros.ts";

/** The file of defaults, as a real server tells them that is started for it. */
export async function learntDefaults(): Promise<string> {
  const plane = await startControlPlane({ level: "verdicts", crds: false });
  try {
    return linesOf(Object.entries(await defaultsOfServer(plane.request)));
  } finally {
    await plane.stop();
  }
}

/**
 * The defaults that a server sets.
 *
 * @throws Error when the table that was found does not give every answer of the server again.
 */
export async function defaultsOfServer(request: Request): Promise<DefaultsTable> {
  const answers = await askServer(request);
  const { table, seen } = learn(answers);
  const wrong = answers.flatMap(({ sample, stored }) => {
    const root = findKind(sample.apiVersion, sample.kind)!.type;
    const filled = structuredClone(sample);
    new Filler(table, root).fill(filled, schemaOf(sample.apiVersion, sample.kind)!);
    return differences(sample, filled, stored).map((path) => `${sample.kind} ${path}`);
  });
  if (wrong.length > 0) throw new Error(`the defaults do not explain: ${wrong.join(", ")}`);
  return withZeros(request, table, seen);
}
