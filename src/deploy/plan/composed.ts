import { Buffer } from "node:buffer";
import type { KubeObject } from "../../client/object.ts";
import { type Fields, fieldsIn, isFields, valueAt } from "../../kubernetes/fields.ts";
import { podTemplatePath } from "../../kubernetes/pod-reads.ts";
import { MADE_UP } from "../names.ts";
import { PART_OF_LABEL } from "../release/applyset.ts";
import type { Wanted } from "../wanted.ts";

/**
 * What is applied of a wanted object, before it is known what others own of it; the texts of a Secret as
 * `data`, since the server would keep keys that a `stringData` no longer has; noted on it, which of its
 * values were made up.
 *
 * @param partOf The label that makes it a member of the release; undefined for what becomes none.
 */
export function composed({ object, keeps = [] }: Wanted, partOf: string | undefined): KubeObject {
  const { stringData, ...rest } = object;
  const encoded = Object.entries(isFields(stringData) ? stringData : {}).map(
    ([key, text]) => [key, Buffer.from(String(text)).toString("base64")] as const,
  );
  const data = { ...(rest.data as Fields | undefined), ...Object.fromEntries(encoded) };
  const isText = object.kind === "Secret" && object.apiVersion === "v1" && encoded.length > 0;
  const base = isText ? { ...rest, data } : object;
  if (partOf === undefined) return base as KubeObject;
  const { metadata } = base as KubeObject;
  const labels = { ...metadata.labels, [PART_OF_LABEL]: partOf };
  const noted = { [MADE_UP]: keeps.toSorted().join(",") };
  const annotations =
    keeps.length > 0 ? { annotations: { ...metadata.annotations, ...noted } } : {};
  return { ...base, metadata: { ...metadata, labels, ...annotations } } as KubeObject;
}

/**
 * An object that is made with a number of replicas, where it does not say how many itself: it is theirs
 * who scale it, from then on.
 */
export function withReplicas(object: KubeObject, replicas: unknown): KubeObject {
  if (typeof replicas !== "number" || valueAt(object, REPLICAS) !== undefined) return object;
  return replaced(object, REPLICAS, replicas) as KubeObject;
}

/** An object that is made anew, with as many replicas as the one before it had: what scaled it is still meant. */
export function withReplicasOf(object: KubeObject, live: KubeObject): KubeObject {
  return withReplicas(object, valueAt(live, REPLICAS));
}

const REPLICAS = ["spec", "replicas"];

/** An object with the images of another one, container by container, where that has them. */
export function withImagesOf(object: KubeObject, other: KubeObject | undefined): KubeObject {
  const path = podTemplatePath(object);
  if (path === undefined || other === undefined) return object;
  const at = [...path, "spec"];
  const [spec, theirs] = [valueAt(object, at), valueAt(other, at)];
  if (!isFields(spec) || !isFields(theirs)) return object;
  const kept: Fields = { ...spec };
  for (const list of ["initContainers", "containers"]) {
    if (Array.isArray(spec[list])) kept[list] = withImages(spec[list], theirs[list]);
  }
  return replaced(object, at, kept) as KubeObject;
}

function withImages(containers: readonly unknown[], others: unknown): unknown[] {
  const known = fieldsIn(others);
  return containers.map((container) => {
    const image = isFields(container)
      ? known.find(({ name }) => name === container.name)?.image
      : undefined;
    return image === undefined ? container : { ...(container as Fields), image };
  });
}

function replaced(value: unknown, [first, ...rest]: readonly string[], by: unknown): unknown {
  if (first === undefined) return by;
  const fields = value as Fields;
  return { ...fields, [first]: replaced(fields[first], rest, by) };
}
