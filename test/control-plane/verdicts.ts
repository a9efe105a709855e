import type { ControlPlane } from "./control-plane.ts";
import { describe, pathOf, type Resource } from "./resources.ts";

/** What the API server says of one object. */
export interface Verdict {
  readonly accepted: boolean;
  readonly status: number;
  /** The server's message where it refused. */
  readonly message?: string;
  readonly warnings?: readonly string[];
}

/**
 * Asks the API server about every object: a server-side apply as a dry run with strict field
 * validation. Namespaces that the objects lie in are created for real first, since a dry run needs
 * them; nothing else is kept.
 *
 * @returns the verdicts in the order of the objects
 */
export async function verdicts(
  plane: ControlPlane,
  objects: readonly Resource[],
): Promise<Verdict[]> {
  const namespaces = new Set(objects.map((object) => object.metadata.namespace));
  for (const name of namespaces) {
    if (name === undefined) continue;
    const own = objects.find(
      (object) => object.kind === "Namespace" && object.metadata.name === name,
    );
    const body = own ?? { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    await plane.request("POST", "/api/v1/namespaces", body);
  }
  return inParallel(8, objects, (object) => verdict(plane, object));
}

async function verdict(plane: ControlPlane, object: Resource): Promise<Verdict> {
  const path = await pathOf(plane, object);
  if (path === undefined) {
    const message = `the server knows no ${object.kind} in ${object.apiVersion}`;
    return { accepted: false, status: 404, message };
  }
  const query = "dryRun=All&fieldManager=slipway&force=true&fieldValidation=Strict";
  const { status, body, warnings } = await plane.request(
    "PATCH",
    `${path}?${query}`,
    object,
    "application/apply-patch+yaml",
  );
  return {
    accepted: status < 300,
    status: status === 201 ? 200 : status,
    ...(status >= 300 && { message: messageOf(body) }),
    ...(warnings.length > 0 && { warnings }),
  };
}

/** The message of a Status that the server answered with. */
export function messageOf(body: unknown): string {
  if (typeof body === "object" && body !== null && "message" in body) return String(body.message);
  return String(body);
}

/** One line for each object that was refused or warned about. */
export function complaints(objects: readonly Resource[], answers: readonly Verdict[]): string[] {
  return answers.flatMap((answer, index) => {
    const texts = [...(answer.message ? [answer.message] : []), ...(answer.warnings ?? [])];
    return texts.map((text) => `${describe(objects[index]!)}: ${answer.status} ${text}`);
  });
}

/** Does the same to every item, some at a time, and answers in their order. */
export async function inParallel<T, R>(
  width: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
