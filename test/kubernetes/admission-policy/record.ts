/**
 * Installs world.yaml in a running server, records what it says of objects.yaml, and takes all away.
 *
 *     SLIPWAY_KUBECONFIG=… node test/kubernetes/admission-policy/record.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { AnyObject } from "../../../src/kubernetes/admission-policy/index.ts";
import { startControlPlane } from "../../control-plane/control-plane.ts";
import { kindOf } from "../../control-plane/resources.ts";
import { attempts, type Recorded, world } from "./world.ts";

const plane = await startControlPlane({ level: "verdicts" });

async function urlOf({ apiVersion, kind, metadata }: AnyObject): Promise<string> {
  const found = await kindOf(plane, apiVersion, kind);
  if (!found) throw new Error(`no kind ${kind}`);
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${base}${found.namespaced ? `/namespaces/${metadata?.namespace}` : ""}/${found.name}`;
}

async function ask(object: AnyObject): Promise<Recorded> {
  const url = `${await urlOf(object)}?dryRun=All`;
  const { status, body, warnings } = await plane.request("POST", url, object);
  if (status < 300) return { status, warnings };
  return { status, message: (body as { message: string }).message, warnings };
}

/** Nobody else takes the finalizer of a namespace away where no controllers run. */
async function remove(object: AnyObject): Promise<void> {
  const url = `${await urlOf(object)}/${object.metadata?.name}`;
  const { status, body } = await plane.request("DELETE", url, {});
  if (object.kind !== "Namespace" || status >= 400) return;
  const { spec, ...rest } = body as { spec: object };
  const left = { ...rest, spec: { ...spec, finalizers: [] } };
  await plane.request("PUT", `${url}/finalize`, left);
}

for (const object of world.toReversed()) await remove(object);
try {
  for (const object of world) {
    const { status, body } = await plane.request("POST", await urlOf(object), object);
    if (status >= 300) throw new Error((body as { message: string }).message);
  }
  // Policies work a moment after they were made.
  for (let tries = 0; tries < 30; tries++) {
    const answers = await Promise.all(attempts.map(ask));
    if (answers.filter(({ status }) => status >= 300).length > 8) break;
    await setTimeout(1000);
  }
  await setTimeout(3000);
  const answers: Recorded[] = [];
  for (const object of attempts) answers.push(await ask(object));
  const file = join(import.meta.dirname, "../../recordings/cel-admission.json");
  writeFileSync(file, `${JSON.stringify(answers, null, 2)}\n`);
} finally {
  for (const object of world.toReversed()) await remove(object);
  await plane.stop();
}
