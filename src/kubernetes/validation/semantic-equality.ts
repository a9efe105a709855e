import { isFields } from "../fields.ts";
import { parseQuantity, quantityProblem } from "../quantity.ts";
import { compareQuantities } from "../quantity-arithmetic.ts";

/** The maps of quantities: `1` in them is `1000m`. */
const AMOUNTS: ReadonlySet<string> = new Set([
  "requests",
  "limits",
  "capacity",
  "hard",
  "overhead",
  "podFixed",
]);

const NONE: ReadonlySet<string> = new Set();

/**
 * Whether two decoded values are the same to the server: what is left out equals "", 0, false, and
 * an empty list or map, and quantities are compared by what they amount to. Where a pointer tells
 * what is left out and what is empty apart, compare that by itself, or name it.
 *
 * @param pointers fields, at any depth, in which "", 0 and false are not the same as nothing
 * @see k8s.io/apimachinery/pkg/api/equality/semantic.go DeepEqual
 */
export function semanticallyEqual(
  a: unknown,
  b: unknown,
  pointers: ReadonlySet<string> = NONE,
): boolean {
  return isEqual(a, b, false, pointers);
}

function isEqual(a: unknown, b: unknown, amounts: boolean, pointers: ReadonlySet<string>): boolean {
  if (a === b || (isUnset(a) && isUnset(b))) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return (
      a.length === b.length && a.every((item, index) => isEqual(item, b[index], amounts, pointers))
    );
  if (!isFields(a) || !isFields(b)) return amounts && isSameAmount(a, b);
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => {
    const [one, other] = [a[name], b[name]];
    if (pointers.has(name) && (one === undefined) !== (other === undefined)) return false;
    return isEqual(one, other, amounts || AMOUNTS.has(name), pointers);
  });
}

function isSameAmount(a: unknown, b: unknown): boolean {
  if (!isAmount(a) || !isAmount(b)) return false;
  return compareQuantities(parseQuantity(a), parseQuantity(b)) === 0;
}

function isAmount(value: unknown): value is string | number {
  const isWritten = typeof value === "string" || typeof value === "number";
  return isWritten && quantityProblem(value) === undefined;
}

/** The same for maps of text, where an entry that is "" is an entry. */
export function sameEntries(a: TextMap = {}, b: TextMap = {}): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
  );
}

type TextMap = Readonly<Record<string, string | undefined>>;

function isUnset(value: unknown): boolean {
  return (
    value === undefined ||
    value === "" ||
    value === 0 ||
    value === false ||
    (typeof value === "object" && value !== null && Object.keys(value).length === 0)
  );
}
