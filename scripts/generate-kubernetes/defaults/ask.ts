import { findKind } from "../../../src/kubernetes/kinds.ts";
import type { Answer } from "./observe.ts";
import { SAMPLES, type Sample } from "./samples/index.ts";

/** Sends a request to an API server. */
export type Request = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly body: unknown }>;

/**
 * What a server would store for each sample, from dry runs.
 *
 * @throws Error when the server refuses one, with what it says.
 */
export async function askServer(request: Request): Promise<Answer[]> {
  // Pods are admitted only where their service account is; no controller may be there to make it.
  await request("POST", "/api/v1/namespaces/default/serviceaccounts", {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "default" },
  });
  const answers: Answer[] = [];
  const refusals: string[] = [];
  for (const sample of SAMPLES) {
    const path = `${collection(sample)}?dryRun=All&fieldValidation=Strict`;
    const { status, body } = await request("POST", path, sample);
    if (status === 201) answers.push({ sample, stored: body as Record<string, unknown> });
    else refusals.push(`${JSON.stringify(sample)}: ${(body as { message?: string }).message}`);
  }
  if (refusals.length > 0) throw new Error(`the server refuses samples:\n${refusals.join("\n")}`);
  return answers;
}

/** Where objects of a kind are created. */
export function collection({ apiVersion, kind, metadata }: Sample): string {
  const { plural, namespaced } = findKind(apiVersion, kind)!;
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespaced ? `${base}/namespaces/${metadata.namespace}/${plural}` : `${base}/${plural}`;
}
