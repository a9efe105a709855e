import { splitApiVersion } from "../../../kubernetes/versions.ts";
import type { ValueMap } from "../../../manifests/read/index.ts";
import { isMap, textIn } from "../../../manifests/read/values.ts";
import type { Piece } from "./flow.ts";
import type { Pairs } from "./labels.ts";

/**
 * Whether a target (of a patch, of a replacement) selects an object. Every field is a pattern for the
 * whole; a name may be the present one or one of before.
 *
 * @see sigs.k8s.io/kustomize/api/types/selector.go, api/resmap/reswrangler.go
 */
export function isSelected(target: ValueMap, piece: Piece): boolean {
  return isOfKind(target, piece) && isNamed(target, piece) && isLabelled(target, piece);
}

export function isOfKind(target: ValueMap, { value }: Piece): boolean {
  const { group, version } = splitApiVersion(String(value.apiVersion));
  return (
    matches(target, "group", [group]) &&
    matches(target, "version", [version]) &&
    matches(target, "kind", [String(value.kind)])
  );
}

function isNamed(target: ValueMap, { names, namespaces }: Piece): boolean {
  const spaces = namespaces.map((namespace) => namespace ?? "default");
  return matches(target, "name", names) && matches(target, "namespace", spaces);
}

/** Where labels may be others than they seem, they are taken to fit. */
function isLabelled(target: ValueMap, { labels, annotations, unsure }: Piece): boolean {
  return (
    (unsure.has("labels") || isChosen(textIn(target, "labelSelector"), labels)) &&
    (unsure.has("annotations") || isChosen(textIn(target, "annotationSelector"), annotations))
  );
}

function matches(target: ValueMap, field: string, texts: readonly string[]): boolean {
  const pattern = textIn(target, field);
  if (pattern === undefined) return true;
  try {
    const whole = new RegExp(`^(?:${pattern})$`);
    return texts.some((text) => whole.test(text));
  } catch {
    return true;
  }
}

/** @see k8s.io/apimachinery/pkg/labels: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a` */
export function isChosen(selector: string | undefined, labels: Pairs): boolean {
  const requirements = selector?.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  return requirements.every((each) => isMet(each.trim(), labels));
}

function isMet(requirement: string, labels: Pairs): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(requirement);
  const equal = /^([^\s!=]+)\s*(==?|!=)\s*(.*)$/.exec(requirement);
  const labelled = (key = "") => (Object.hasOwn(labels, key) ? labels[key] : undefined);
  if (set) {
    const values = (set[3] ?? "").split(",").map((each) => each.trim());
    const value = labelled(set[1]);
    return (value !== undefined && values.includes(value)) === (set[2] === "in");
  }
  if (equal) return (labelled(equal[1]) === equal[3]) === (equal[2] !== "!=");
  return requirement.startsWith("!")
    ? labelled(requirement.slice(1).trim()) === undefined
    : labelled(requirement) !== undefined;
}

/** Whether a patch without a target is for an object: it names its kind and one of its names. */
export function isFor(patch: ValueMap, { value, names, namespaces }: Piece): boolean {
  const metadata = isMap(patch.metadata) ? patch.metadata : {};
  const namespace = textIn(metadata, "namespace");
  return (
    patch.kind === value.kind &&
    splitApiVersion(String(patch.apiVersion)).group ===
      splitApiVersion(String(value.apiVersion)).group &&
    names.includes(textIn(metadata, "name") ?? "") &&
    (namespace === undefined || namespaces.includes(namespace))
  );
}
