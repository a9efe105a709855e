import { ConnectionError } from "../errors.ts";
import { isKubeObject, type KubeObject } from "../object.ts";

/** An answer that should be an object. */
export function objectIn(value: unknown): KubeObject {
  if (isKubeObject(value)) return value;
  throw new ConnectionError(
    "broken",
    "the answer is no Kubernetes object: another program answered",
  );
}

/** Items of a list lack what the list says of them all. */
export function itemIn(item: unknown, apiVersion: string, kind: string): KubeObject {
  return objectIn({ apiVersion, kind, ...(item as object) });
}

/**
 * The texts of Warning headers: `299 - "text"`, with quotes and backslashes escaped.
 *
 * @see RFC 7234, 5.5
 */
export function warningsIn(headers: Readonly<Record<string, string[] | undefined>>): string[] {
  return (headers.warning ?? []).map((header) => {
    const quoted = /^\d+ \S+ "((?:[^"\\]|\\.)*)"/.exec(header)?.[1];
    return quoted === undefined ? header : quoted.replaceAll(/\\(.)/g, "$1");
  });
}
