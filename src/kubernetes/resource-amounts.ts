import { labelKeyProblem } from "./names.ts";
import type { ResourceRequirements } from "./pod-resources.ts";
import { parseQuantity, type Quantity, quantityProblem } from "./quantity.ts";
import { compareQuantities, quantityMilliValue, quantityValue } from "./quantity-arithmetic.ts";
import { isWholeResource } from "./resource-names.ts";
import { quote } from "./text.ts";

const OF_CONTAINERS = ["cpu", "memory", "ephemeral-storage"];
const HUGE_PAGES = "hugepages-";

/**
 * What is wrong with a container's resources: names, amounts, requests above limits.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateResourceRequirements
 */
export function resourcesProblem({
  requests = {},
  limits = {},
}: ResourceRequirements): string | undefined {
  const all = [...Object.entries(limits), ...Object.entries(requests)];
  for (const [name, amount] of all) {
    const problem = resourceNameProblem(name) ?? resourceProblem(name, amount);
    if (problem !== undefined) return problem;
  }
  for (const [name, amount] of Object.entries(requests)) {
    const problem = aboveLimit(name, amount, limits[name]);
    if (problem !== undefined) return problem;
  }
  const names = all.map(([name]) => name);
  if (names.some(isHugePages) && !names.includes("cpu") && !names.includes("memory")) {
    return "hugepages alone are not possible: give cpu or memory too";
  }
  return undefined;
}

/**
 * What is wrong with the name of a resource of a container: a standard one, or one with a prefix.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateContainerResourceName
 */
export function resourceNameProblem(name: string): string | undefined {
  if (OF_CONTAINERS.includes(name)) return undefined;
  const isKnown = name.includes("/") ? isNative(name) || isWholeResource(name) : isHugePages(name);
  if (isKnown && labelKeyProblem(name) === undefined) return undefined;
  return `${quote(name)} is not a resource of a container: write ${OF_CONTAINERS.join(", ")}, or a device's name such as "example.com/gpu"`;
}

/**
 * What is wrong with an amount of one resource: its syntax, a negative amount, a fraction of what
 * only comes whole. Fractions of a byte, such as memory "512m", are refused here; the API server
 * takes them with a warning.
 */
export function resourceProblem(name: string, amount: string | number): string | undefined {
  const problem = quantityProblem(amount) ?? refusedAmountProblem(name, amount);
  if (problem !== undefined) return problem;
  if (!/^(memory|ephemeral-storage|storage)$/.test(name) || isWhole(parseQuantity(amount)))
    return undefined;
  const number = /^[0-9.]*/.exec(String(amount))?.[0];
  return `${notAnAmount(amount, name)}: it is a fraction of a byte ("m" is a thousandth); write "${number}M" or "${number}Mi"`;
}

/**
 * What the API server refuses of an amount whose syntax is right.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateResourceQuantityValue, validateResourceQuantityHugePageValue
 */
export function refusedAmountProblem(name: string, amount: string | number): string | undefined {
  const quantity = parseQuantity(amount);
  if (quantity.unscaled < 0n) return `${notAnAmount(amount, name)}: it must not be negative`;
  if (isHugePages(name) && !isMultiple(quantity, name.slice(HUGE_PAGES.length)))
    return `${notAnAmount(amount, name)}: it must be a multiple of the page size`;
  if (isWholeResource(name) && !isWhole(quantity))
    return `${notAnAmount(amount, name)}: it only comes in whole pieces`;
  return undefined;
}

function notAnAmount(amount: string | number, name: string): string {
  return `${quote(String(amount))} is not an amount of ${name}`;
}

function aboveLimit(name: string, request: string | number, limit?: string | number) {
  const mustEqual = !mayOvercommit(name);
  if (limit === undefined) {
    return mustEqual ? `${name} needs a limit of the same amount as its request` : undefined;
  }
  const order = compareQuantities(parseQuantity(request), parseQuantity(limit));
  if (mustEqual && order !== 0) return `${name} must be requested as it is limited, ${limit}`;
  if (order <= 0) return undefined;
  return `the request of ${name}, ${request}, is above its limit of ${limit}`;
}

export function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

/**
 * Whether requests may be below limits: not for huge pages and devices.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/helper/helpers.go IsOvercommitAllowed
 */
export function mayOvercommit(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

/** @see k8s.io/kubernetes/pkg/apis/core/helper/helpers.go IsNativeResource */
function isNative(name: string): boolean {
  return !name.includes("/") || name.includes("kubernetes.io/");
}

/** As the server sees it, which keeps no more than thousandths. */
function isWhole(quantity: Quantity): boolean {
  return quantityMilliValue(quantity) % 1000n === 0n;
}

function isMultiple(amount: Quantity, pageSize: string): boolean {
  if (quantityProblem(pageSize) !== undefined) return false;
  const size = parseQuantity(pageSize);
  return size.unscaled > 0n && isWhole(size) && quantityValue(amount) % quantityValue(size) === 0n;
}
