import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Part } from "./fields.ts";

/** A path of a kubeconfig: relative ones start where the kubeconfig lies. */
export function pathIn(part: Part, field: string): string | undefined {
  const path = part.text(field);
  return path === undefined ? undefined : resolve(dirname(part.file), path);
}

/**
 * What a file holds that a kubeconfig names, or the data in the kubeconfig itself.
 *
 * @throws ProblemError where it cannot be read, is no PEM, or both are given
 */
export function material(part: Part, field: string, wanted: RegExp): Buffer | undefined {
  const path = pathIn(part, field);
  const dataField = `${field}-data`;
  const data = part.bytes(dataField);
  if (path !== undefined && data !== undefined)
    part.fail(dataField, {
      message: `${field} and ${dataField} are both there`,
      instead: "one of the two",
    });
  const bytes = path === undefined ? data : readMaterial(part, field, path);
  if (bytes === undefined || wanted.test(bytes.toString("latin1"))) return bytes;
  return part.fail(path === undefined ? dataField : field, {
    message: `${path ?? dataField} holds no PEM of ${nameOf(wanted)}`,
    instead: `-----BEGIN ${nameOf(wanted)}-----`,
  });
}

export const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----/;
export const KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

function nameOf(wanted: RegExp): string {
  return wanted === KEY ? "PRIVATE KEY" : "CERTIFICATE";
}

function readMaterial(part: Part, field: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why = code === "ENOENT" ? "is not there" : `cannot be read (${code})`;
    return part.fail(field, { message: `the file ${path} of ${field} ${why}` });
  }
}
