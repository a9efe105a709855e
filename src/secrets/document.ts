import { readFileSync, statSync } from "node:fs";
import type { AnyObject } from "../kubernetes/types/index.ts";
import { fail } from "../problem.ts";

/**
 * The one object in a YAML file; nothing where there is no file. What is wrong is told by its line and
 * never shown: somebody may have written a secret there.
 *
 * @throws ProblemError for a file that cannot be read, or that holds something else.
 */
export async function readDocument(path: string): Promise<AnyObject | undefined> {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  const { load, YAMLException } = await import("js-yaml");
  let value: unknown;
  try {
    value = load(readFileSync(path, "utf8"));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall !== undefined) fail({ message: `${path} cannot be read: ${code}` });
    const line = error instanceof YAMLException ? error.mark?.line : undefined;
    const place = line === undefined ? "" : ` (line ${line + 1})`;
    fail({ message: `${path} is not one object in YAML${place}` });
  }
  const { apiVersion, kind, metadata } = (value ?? {}) as Partial<AnyObject>;
  const isObject = typeof apiVersion === "string" && typeof kind === "string";
  if (isObject && typeof metadata === "object" && metadata !== null) return value as AnyObject;
  return fail({ message: `${path} is not a Kubernetes object` });
}
