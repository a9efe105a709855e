/**
 * Asks a running server about the expressions of cases.yaml, as rules of a definition: which it
 * refuses, and which of the others an object breaks. Records the answers, and takes all away.
 *
 *     SLIPWAY_KUBECONFIG=… node test/kubernetes/cel/record-server.ts
 */
import { writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { startControlPlane } from "../../control-plane/control-plane.ts";
import { expressions, world } from "./questions.ts";
import { RECORDING, type ServerAnswer } from "./server-answers.ts";

const PER_DEFINITION = 40;
const plane = await startControlPlane({ level: "verdicts" });

interface Status {
  readonly message: string;
  readonly details?: { readonly causes?: readonly { readonly field?: string; message: string }[] };
}

function definition(name: string, rules: readonly string[]) {
  const schema = {
    ...world.schema,
    "x-kubernetes-validations": rules.map((rule, index) => ({ rule, message: `rule ${index}` })),
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${name}s.cel.slipway.test` },
    spec: {
      group: "cel.slipway.test",
      scope: "Cluster",
      names: {
        plural: `${name}s`,
        singular: name,
        kind: name.toUpperCase(),
        listKind: `${name}list`,
      },
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
}

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** The positions of the rules that the server refuses, with its words. */
async function refused(rules: readonly string[]): Promise<Map<number, string>> {
  const asked = await plane.request("POST", `${definitions}?dryRun=All`, definition("ask", rules));
  const found = new Map<number, string>();
  if (asked.status < 300) return found;
  const { details, message } = asked.body as Status;
  for (const { field = "", message: why } of details?.causes ?? []) {
    const index = /x-kubernetes-validations\[(\d+)\]\.rule$/.exec(field)?.[1];
    if (index !== undefined) found.set(Number(index), why);
  }
  if (found.size === 0) throw new Error(message);
  return found;
}

/** The positions of the rules that the object breaks. */
async function broken(name: string, rules: readonly string[]): Promise<Map<number, string>> {
  const { status, body } = await plane.request("POST", definitions, definition(name, rules));
  if (status >= 300) throw new Error((body as Status).message);
  const found = new Map<number, string>();
  try {
    const object = {
      ...(world.self as object),
      apiVersion: "cel.slipway.test/v1",
      kind: name.toUpperCase(),
    };
    const url = `/apis/cel.slipway.test/v1/${name}s?dryRun=All`;
    for (let tries = 0; ; tries++) {
      const answer = await plane.request("POST", url, object);
      if (answer.status === 404 && tries < 50) {
        await setTimeout(200);
        continue;
      }
      const { details, message = "" } = answer.body as Status;
      if (answer.status >= 300 && answer.status !== 422) throw new Error(message);
      for (const { message: why } of details?.causes ?? []) {
        const at = /rule (\d+)$/.exec(why.trim())?.[1];
        if (at === undefined) throw new Error(`a rule that cannot be told from others: ${why}`);
        found.set(Number(at), / rule: rule \d+$/.test(why.trim()) ? why : "false");
      }
      return found;
    }
  } finally {
    await plane.request("DELETE", `${definitions}/${name}s.cel.slipway.test`, {});
  }
}

const answers: ServerAnswer[] = [];
const rules = expressions().filter(
  (rule) => rule.trim() !== "" && !/oldSelf|apiVersion/.test(rule),
);
try {
  for (let start = 0; start < rules.length; start += PER_DEFINITION) {
    const some = rules.slice(start, start + PER_DEFINITION);
    const wrong = await refused(some);
    for (const [index, why] of wrong)
      if (!why.includes("contributed to"))
        answers.push({ rule: some[index] as string, answer: "refused", why: why.slice(0, 200) });
    const good = some.filter((_, index) => !wrong.has(index));
    if (good.length === 0) continue;
    const failed = await broken(`c${start}`, good);
    for (const [index, rule] of good.entries()) {
      const why = failed.get(index);
      const answer = why === undefined ? "holds" : why === "false" ? "broken" : "error";
      answers.push({ rule, answer, ...(answer === "error" ? { why: why?.slice(0, 200) } : {}) });
    }
  }
  writeFileSync(RECORDING, `${JSON.stringify(answers, null, 1)}\n`);
  console.log(`${answers.length} answers`);
} finally {
  await plane.stop();
}
