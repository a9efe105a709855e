import { type Fields, isFields } from "../../../kubernetes/fields.ts";
import { sameJson } from "../../../kubernetes/json-equality.ts";
import type { Step } from "../../../kubernetes/validation/field-path.ts";

/**
 * A step into an object as server-side apply sees it: a field or a map's key, a list's item by its
 * keys, an item of a set by its value, or an item of any other list by its place.
 */
export type Element =
  | string
  | number
  | { readonly keys: Readonly<Record<string, unknown>> }
  | { readonly value: unknown };

/** `spec.template.spec.containers[name=web].image`, `metadata.labels[example.org/tier]`. */
export function pathText(elements: readonly Element[]): string {
  let text = "";
  for (const element of elements) {
    if (typeof element === "number") text += `[${element}]`;
    else if (typeof element !== "string") text += `[${itemText(element)}]`;
    else if (!/^[\w-]+$/.test(element)) text += `[${element}]`;
    else text += text === "" ? element : `.${element}`;
  }
  return text;
}

function itemText(element: Exclude<Element, string | number>): string {
  if ("value" in element) return `=${plain(element.value)}`;
  return Object.entries(element.keys)
    .map(([name, value]) => `${name}=${plain(value)}`)
    .join(",");
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The item of a list that an element names; -1 where there is none. */
export function indexIn(list: readonly unknown[], element: Element): number {
  if (typeof element === "string") return -1;
  if (typeof element === "number") return element < list.length ? element : -1;
  if ("value" in element) return list.findIndex((item) => sameJson(item, element.value));
  const exact = list.findIndex((item) => hasKeys(item, element.keys, false));
  return exact >= 0 ? exact : list.findIndex((item) => hasKeys(item, element.keys, true));
}

/** A key that a person leaves out has its default, such as a port's protocol. */
function hasKeys(item: unknown, keys: Fields, mayLack: boolean): boolean {
  if (!isFields(item)) return false;
  const given = Object.keys(keys).filter((name) => Object.hasOwn(item, name));
  if (given.length === 0 || (!mayLack && given.length < Object.keys(keys).length)) return false;
  return given.every((name) => sameJson(item[name], keys[name]));
}

/** What stands at a path; undefined where it leads nowhere. */
export function valueOn(object: unknown, elements: readonly Element[]): unknown {
  let found = object;
  for (const element of elements) {
    if (Array.isArray(found)) found = found[indexIn(found, element)];
    else if (isFields(found) && typeof element === "string" && Object.hasOwn(found, element))
      found = found[element];
    else return undefined;
  }
  return found;
}

/** The same path by places in one object, as far as it leads there. */
export function stepsIn(object: unknown, elements: readonly Element[]): Step[] {
  const steps: Step[] = [];
  let found = object;
  for (const element of elements) {
    const step = Array.isArray(found) ? indexIn(found, element) : element;
    const holder = typeof found === "object" && found !== null ? found : {};
    if (typeof step === "object" || step === -1 || !Object.hasOwn(holder, step)) break;
    steps.push(step);
    found = (holder as Fields)[step];
  }
  return steps;
}

/** A copy of an object without what stands at a path; maps that it leaves empty go with it. */
export function without<T>(object: T, elements: readonly Element[]): T {
  const [first, ...rest] = elements;
  if (first === undefined || typeof object !== "object" || object === null) return object;
  if (Array.isArray(object)) {
    const index = indexIn(object, first);
    if (index < 0) return object;
    if (rest.length === 0) return object.filter((_, at) => at !== index) as T;
    return object.map((item, at) => (at === index ? without(item, rest) : item)) as T;
  }
  if (typeof first !== "string" || !Object.hasOwn(object, first)) return object;
  const { [first]: inner, ...others } = object as Fields;
  if (rest.length === 0) return others as T;
  const left = without(inner, rest);
  const isEmpty = isFields(left) && Object.keys(left).length === 0;
  return (isEmpty && !sameJson(inner, left) ? others : { ...object, [first]: left }) as T;
}

/**
 * Reads a path as the server writes it in a conflict: `.spec.template.spec.containers[name="web"].image`,
 * `.metadata.finalizers[="a"]`, `.spec.rules[0]`. A field's name may itself have dots, which the text does
 * not tell: the object that was applied does.
 *
 * @see sigs.k8s.io/structured-merge-diff/v6/fieldpath/element.go PathElement.String
 */
export function parseServerPath(text: string, object: unknown): Element[] {
  const elements: Element[] = [];
  let rest = text;
  let at = object;
  while (rest !== "") {
    const element = rest.startsWith("[") ? bracket(rest) : fieldAt(rest, at);
    elements.push(element.element);
    at = valueOn(at, [element.element]);
    rest = rest.slice(element.length);
  }
  return elements;
}

interface Read {
  readonly element: Element;
  readonly length: number;
}

function fieldAt(text: string, holder: unknown): Read {
  const names = isFields(holder) ? Object.keys(holder) : [];
  const fits = names.filter((name) => {
    const after = text.slice(name.length + 1);
    return text.startsWith(`.${name}`) && (after === "" || /^[.[]/.test(after));
  });
  const longest = fits.sort((a, b) => b.length - a.length)[0];
  const name = longest ?? text.slice(1).match(/^[^.[]*/)?.[0] ?? "";
  return { element: name, length: name.length + 1 };
}

function bracket(text: string): Read {
  const inside = text.match(/^\[((?:"(?:[^"\\]|\\.)*"|[^\]"])*)\]/)?.[1];
  if (inside === undefined) return { element: text, length: text.length };
  const length = inside.length + 2;
  if (/^\d+$/.test(inside)) return { element: Number(inside), length };
  if (inside.startsWith("=")) return { element: { value: parsed(inside.slice(1)) }, length };
  const pairs = inside.matchAll(/([^=,]+)=("(?:[^"\\]|\\.)*"|[^,]*)/g);
  const keys = Object.fromEntries([...pairs].map(([, name, value]) => [name, parsed(value ?? "")]));
  return { element: { keys }, length };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
