import { statSync } from "node:fs";
import type { AnyObject } from "../kubernetes/types/index.ts";
import type { Document, ReadProblem } from "../manifests/read/index.ts";
import { fail } from "../problem.ts";

/**
 * The one object in a YAML file; nothing where there is no file. What is wrong is told by its line and
 * never shown: somebody may have written a secret there.
 *
 * @throws ProblemError for a file that cannot be read, or that holds something else.
 */
export async function readDocument(path: string): Promise<AnyObject | undefined> {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  const { readPaths } = await import("../manifests/read/index.ts");
  const documents: Document[] = [];
  for await (const source of readPaths([path])) {
    const [problem] = source.problems;
    if (problem) fail({ message: `${path} cannot be read: ${problem.message}` });
    documents.push(...[...source.documents()].filter(({ problems }) => !problems.some(isEmpty)));
  }
  const [document, ...more] = documents;
  const broken = document?.problems.find(({ about }) => about !== "not-kubernetes");
  if (!document || broken || more.length > 0) {
    const place = broken ? ` (line ${broken.where.line})` : "";
    fail({ message: `${path} is not one object in YAML${place}` });
  }
  const { apiVersion, kind, metadata } = (document.value ?? {}) as Partial<AnyObject>;
  const isObject = typeof apiVersion === "string" && typeof kind === "string";
  if (isObject && typeof metadata === "object" && metadata !== null)
    return document.value as unknown as AnyObject;
  return fail({ message: `${path} is not a Kubernetes object` });
}

function isEmpty({ about }: ReadProblem): boolean {
  return about === "empty";
}
